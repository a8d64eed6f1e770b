// All wire cases: our own, by topic, and those that other projects' suites have taught us.

import type { ResponseWireCase, WireCase } from "../wire-case.js";
import { CHUNKED_CASES } from "./chunked.js";
import { FIELD_SECTION_CASES } from "./field-section.js";
import { FRAMING_CASES } from "./framing.js";
import { GO_REQUEST_CASES, GO_RESPONSE_CASES } from "./go.js";
import { H11_REQUEST_CASES, H11_RESPONSE_CASES } from "./h11.js";
import { HOST_CASES } from "./host.js";
import { HYPER_REQUEST_CASES, HYPER_RESPONSE_CASES } from "./hyper.js";
import { LIMIT_CASES } from "./limits.js";
import { LLHTTP_REQUEST_CASES } from "./llhttp-requests.js";
import { LLHTTP_RESPONSE_CASES } from "./llhttp-responses.js";
import { PERSISTENCE_CASES } from "./persistence.js";
import { REQUEST_LINE_CASES } from "./request-line.js";
import { RESPONSE_FRAMING_CASES } from "./response-framing.js";
import { RESPONSE_HEAD_CASES } from "./response-head.js";
import { TARGET_CASES } from "./target.js";
import { TRAILER_CASES } from "./trailers.js";

export const REQUEST_CASES: readonly WireCase[] = [
  ...REQUEST_LINE_CASES,
  ...TARGET_CASES,
  ...HOST_CASES,
  ...FIELD_SECTION_CASES,
  ...FRAMING_CASES,
  ...CHUNKED_CASES,
  ...TRAILER_CASES,
  ...PERSISTENCE_CASES,
  ...LIMIT_CASES,
  ...LLHTTP_REQUEST_CASES,
  ...H11_REQUEST_CASES,
  ...HYPER_REQUEST_CASES,
  ...GO_REQUEST_CASES,
];

export const RESPONSE_CASES: readonly ResponseWireCase[] = [
  ...RESPONSE_HEAD_CASES,
  ...RESPONSE_FRAMING_CASES,
  ...LLHTTP_RESPONSE_CASES,
  ...H11_RESPONSE_CASES,
  ...HYPER_RESPONSE_CASES,
  ...GO_RESPONSE_CASES,
];
