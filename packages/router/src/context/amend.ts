// What a middleware knows better than the server.

import type { Amendment, Context } from "./context.js";
import type { RequestContext } from "./request-context.js";

/** Changes what `c` shows of the request, for everybody who has `c` from then on. */
export function amend(c: Context<object>, amendment: Amendment): void {
  (c as unknown as RequestContext).amend(amendment);
}
