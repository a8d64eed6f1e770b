// All that was registered, flattened: each route with its whole pattern and its whole chain.

import { reply } from "@sockeye/core/message";
import { match } from "path-to-regexp";
import { answerOf } from "./answer.js";
import { below, compose, type Run, rescued } from "./compose.js";
import type { AnyParams } from "./pattern/params-of.js";
import { joinPatterns, type Pattern } from "./pattern/pattern.js";
import { problemReply } from "./problem.js";
import type { RequestContext } from "./request-context.js";
import { type Rescue, rescueBy, rethrow } from "./rescue.js";
import type { Route, Scope } from "./scope.js";

export interface Target {
  readonly method: string | null;
  readonly pattern: Pattern;
  readonly route: Route;
  readonly run: Run;
}

export interface Fallback {
  readonly prefix: Pattern;
  readonly run: Run;
}

/** The scope's place in the tree of mounts. */
interface Position {
  readonly prefix: Pattern;
  /** Puts a chain of this scope into those outside. */
  readonly wrap: (run: Run) => Run;
  /** Answers an error, whatever it takes. */
  readonly settle: Rescue;
}

export interface Table {
  readonly targets: readonly Target[];
  readonly fallbacks: readonly Fallback[];
}

export const ROOT: Pattern = { source: "/", tokens: [{ type: "text", value: "/" }] };

/** @param settle what answers an error that no scope has answered */
export function tableOf(root: Scope, settle: Rescue): Table {
  const targets: Target[] = [];
  const fallbacks: Fallback[] = [];
  const add = (scope: Scope, position: Position): void => {
    scope.isFixed = true;
    for (const entry of scope.entries) {
      if (entry.kind === "route") {
        const pattern = joinPatterns(position.prefix, entry.pattern);
        const run = position.wrap(compose(entry.stack, handlerRun(entry, pattern.source), position.settle));
        targets.push({ method: entry.method, pattern, route: entry, run });
        continue;
      }
      const { prefix, scope: child, stack } = entry;
      const { errorHandler } = child;
      const segments = prefix.source === "/" ? 0 : prefix.source.split("/").length - 1;
      const catching: Rescue | null = errorHandler === null ? null : rescueBy(errorHandler, rethrow);
      add(child, {
        prefix: joinPatterns(position.prefix, prefix),
        settle: errorHandler === null ? position.settle : rescueBy(errorHandler, position.settle),
        wrap: (run) => {
          const chain = below(segments, catching === null ? run : rescued(run, catching));
          return position.wrap(compose(stack, chain, position.settle));
        },
      });
    }
    const { prefix, wrap } = position;
    fallbacks.push({ prefix, run: wrap(compose(scope.stack, fallbackRun(scope), position.settle)) });
  };
  add(root, { prefix: ROOT, wrap: (run) => run, settle });
  return { targets, fallbacks };
}

function handlerRun({ handler, options }: Route, pattern: string): Run {
  return (c) => {
    c.route = pattern;
    c.contentLimit = options.contentLimit ?? c.contentLimit;
    const result = handler(c);
    if (!(result instanceof Promise)) return c.applyDefaults(answerOf(result, c));
    return result.then((value) => c.applyDefaults(answerOf(value, c)));
  };
}

function fallbackRun({ notFoundHandler }: Scope): Run {
  return (c) => {
    const { allow } = c;
    if (allow === null || allow.length === 0) {
      if (notFoundHandler === null) return problemReply(404);
      const result = notFoundHandler(c);
      if (!(result instanceof Promise)) return c.applyDefaults(answerOf(result, c));
      return result.then((value) => c.applyDefaults(answerOf(value, c)));
    }
    const headers = { Allow: allow.join(", ") };
    if (c.method === "OPTIONS") return reply.empty(204, { headers });
    return problemReply(405, {}, { headers });
  };
}

/** Finds the first target. */
export function find(table: Table, c: RequestContext): Run {
  const allow = new Set<string>();
  for (const target of table.targets) {
    const found = match<Record<string, string | string[]>>(
      { tokens: target.pattern.tokens },
      { sensitive: true, trailing: false },
    )(c.fullPath);
    if (found === false) continue;
    const { method } = target;
    if (method === null || method === c.method || (method === "GET" && c.method === "HEAD")) {
      c.params = found.params as AnyParams;
      c.route = target.pattern.source;
      return target.run;
    }
    allow.add(method);
    if (method === "GET") allow.add("HEAD");
  }
  if (allow.size > 0) allow.add("OPTIONS");
  c.allow = [...allow];
  const below = table.fallbacks.filter(
    ({ prefix }) =>
      prefix.source === "/" || match({ tokens: prefix.tokens }, { sensitive: true, end: false })(c.fullPath) !== false,
  );
  below.sort((a, b) => b.prefix.source.length - a.prefix.source.length);
  return (below[0] as Fallback).run;
}
