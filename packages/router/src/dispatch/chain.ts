// The chain of a route, or of a request that no route answers: its own end inside of all scopes around it.

import { type ReplyInit, reply, requestQuery } from "@sockeye/core/message";
import { problemReply } from "../context/problem.js";
import type { RequestContext } from "../context/request-context.js";
import { answerOf } from "../handling/answer.js";
import type { Handler } from "../handling/handler.js";
import { type Rescue, rescueBy, rethrow } from "../handling/rescue.js";
import type { Run } from "../handling/run.js";
import { isThenable } from "../handling/thenable.js";
import { validated } from "../handling/validation.js";
import { type PlacedRoute, type PlacedScope, segmentCount } from "../registration/layout.js";
import type { Mount, Scope } from "../registration/scope.js";
import { toggled } from "../registration/trailing-slash.js";
import type { Awaitable } from "../types.js";
import { below, compose, rescued } from "./compose.js";
import type { Watch } from "./timing.js";

/** @param settle what answers an error that no mounted scope has answered */
export function routeChain({ route, in: placed }: PlacedRoute, settle: Rescue, watch: Watch): Run {
  const { handler, options, stack } = route;
  const end = watch(
    "handler",
    handler,
    validated(options, (c) => answer(handler, c)),
  );
  return inMounts(placed.mounts, settle, watch, (inner) => compose(stack, end, inner, watch));
}

/** As `routeChain`, for what belongs to the scope itself: 404, 405, OPTIONS. */
export function scopeChain({ scope, mounts }: PlacedScope, settle: Rescue, watch: Watch): Run {
  return inMounts(mounts, settle, watch, (inner) => compose(scope.stack, scopeEnd(scope), inner, watch));
}

/** @param make gives the innermost part, and is told what answers an error for it whatever it takes */
function inMounts(mounts: readonly Mount[], settle: Rescue, watch: Watch, make: (settle: Rescue) => Run): Run {
  const [mount, ...inner] = mounts;
  if (mount === undefined) return make(settle);
  const { errorHandler } = mount.scope;
  if (errorHandler === null) {
    const run = below(segmentCount(mount.prefix), inMounts(inner, settle, watch, make));
    return compose(mount.stack, run, settle, watch);
  }
  const run = rescued(inMounts(inner, rescueBy(errorHandler, settle), watch, make), rescueBy(errorHandler, rethrow));
  return compose(mount.stack, below(segmentCount(mount.prefix), run), settle, watch);
}

function scopeEnd({ methodHandler, notFoundHandler }: Scope): Run {
  return (c) => {
    switch (c.miss) {
      case "method":
        if (c.method === "OPTIONS") return reply.empty(204, allowOf(c));
        return methodHandler === null ? problemReply(405, {}, allowOf(c)) : answer(methodHandler, c, withAllow);
      case "slash":
        return c.redirect(otherSlash(c), 308);
      case "unknown-method":
        return problemReply(501, { detail: `The method ${c.method} is not known here` });
      case "malformed-path":
        return problemReply(400, { detail: "The path is not percent-encoded UTF-8", code: "PATH_MALFORMED" });
      default:
        return notFoundHandler === null ? problemReply(404) : answer(notFoundHandler, c);
    }
  };
}

/** "The origin server MUST generate an Allow header field in a 405 response" (RFC 9110 §15.5.6). */
function withAllow(response: Response, c: RequestContext): Response {
  if (response.status === 405 && !response.headers.has("allow")) response.headers.set("Allow", c.allow.join(", "));
  return response;
}

function allowOf({ allow }: RequestContext): Exclude<ReplyInit, number> {
  return { headers: { Allow: allow.join(", ") } };
}

function otherSlash({ fullPath, request }: RequestContext): string {
  const query = requestQuery(request);
  // Two slashes would begin an authority: the path of another host (RFC 3986 §4.2).
  const start = fullPath.startsWith("//") ? "/." : "";
  return `${start}${toggled(fullPath)}${query === "" ? "" : `?${query}`}`;
}

/** @param mend is given the answer before it goes up the chain */
function answer(handler: Handler<object>, c: RequestContext, mend: typeof withAllow = asItIs): Awaitable<Response> {
  const result = handler(c);
  const settle = (value: unknown): Response => mend(c.applyDefaults(answerOf(value, c)), c);
  if (result instanceof Promise) return result.then(settle);
  return isThenable(result) ? Promise.resolve(result).then(settle) : settle(result);
}

function asItIs(response: Response): Response {
  return response;
}
