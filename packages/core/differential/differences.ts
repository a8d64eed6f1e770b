// Every known difference. A difference without a row, and a row without a difference, fail the check.

import type { Difference } from "./difference.js";
import { CHUNKED_DIFFERENCES } from "./differences/chunked.js";
import { CONNECTION_DIFFERENCES } from "./differences/connection.js";
import { FIELD_DIFFERENCES } from "./differences/fields.js";
import { FRAMING_DIFFERENCES } from "./differences/framing.js";
import { RESPONSE_DIFFERENCES } from "./differences/responses.js";
import { START_LINE_DIFFERENCES } from "./differences/start-line.js";

export const REQUEST_DIFFERENCES: readonly Difference[] = [
  ...START_LINE_DIFFERENCES,
  ...FIELD_DIFFERENCES,
  ...FRAMING_DIFFERENCES,
  ...CHUNKED_DIFFERENCES,
  ...CONNECTION_DIFFERENCES,
];

export { RESPONSE_DIFFERENCES };
