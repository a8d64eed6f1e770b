// One request through the app: finds its chain, runs it, gives the response its last touch.

import { LightRequest, requestPath } from "@sockeye/core/message";
import type { Exchange } from "../context/context.js";
import { RequestContext } from "../context/request-context.js";
import { type Rescue, rescueBy, rescueByProblem } from "../handling/rescue.js";
import type { ResolvedAppOptions } from "../registration/app-options.js";
import { ConflictCheck } from "../registration/conflict.js";
import { type Layout, layoutOf } from "../registration/layout.js";
import type { Scope } from "../registration/scope.js";
import type { Awaitable } from "../types.js";
import { nativeAnswer } from "./native-answer.js";
import { Table } from "./table.js";
import { timed, unwatched } from "./timing.js";

interface Fixed {
  readonly table: Table;
  /** Answers what no mounted scope has answered. */
  readonly settle: Rescue;
}

export class Dispatcher {
  readonly options: ResolvedAppOptions;
  readonly #scope: Scope;
  #fixed: Fixed | null = null;
  #stopped: Promise<void> | null = null;

  constructor(scope: Scope, options: ResolvedAppOptions) {
    this.#scope = scope;
    this.options = options;
  }

  /** @returns one of the platform's own responses, unless the request is a light one */
  fetch(request: Request, exchange?: Exchange): Awaitable<Response> {
    const response = this.#answer(request, exchange);
    if (request instanceof LightRequest) return response;
    const { method } = request;
    return response instanceof Promise
      ? response.then((settled) => nativeAnswer(settled, method))
      : nativeAnswer(response, method);
  }

  /**
   * Puts everything together; nothing can be registered after it.
   * @throws {RouteConflictError} where two scopes have routes for the same paths
   */
  fix(): Fixed {
    if (this.#fixed !== null) return this.#fixed;
    const { report, timing, trailingSlash } = this.options;
    const layout = layoutOf(this.#scope);
    const conflicts = new ConflictCheck();
    for (const route of layout.routes) conflicts.add(route);
    for (const { scope } of [layout.root, ...layout.mounted]) scope.isFixed = true;
    const { errorHandler } = this.#scope;
    const problem = rescueByProblem(report);
    const settle = errorHandler === null ? problem : rescueBy(errorHandler, problem);
    this.#fixed = { table: new Table(layout, trailingSlash, settle, timing ? timed : unwatched), settle };
    return this.#fixed;
  }

  stop(): Promise<void> {
    this.#stopped ??= stopAll(layoutOf(this.#scope));
    return this.#stopped;
  }

  #answer(request: Request, exchange: Exchange | undefined): Awaitable<Response> {
    const { table, settle } = this.#fixed ?? this.fix();
    const c = new RequestContext(request, requestPath(request), exchange);
    try {
      const response = table.find(c).run(c);
      if (!(response instanceof Promise)) return c.finish(response);
      return response.then(
        (settled) => c.finish(settled),
        (error: unknown) => finishRescue(settle, error, c),
      );
    } catch (error) {
      return finishRescue(settle, error, c);
    }
  }
}

function finishRescue(settle: Rescue, error: unknown, c: RequestContext): Awaitable<Response> {
  const response = settle(error, c);
  return response instanceof Promise ? response.then((settled) => c.finish(settled)) : c.finish(response);
}

/** Each handler once, the later ones first; all of them, whichever fails. */
async function stopAll({ root, mounted }: Layout): Promise<void> {
  const scopes = new Set([root, ...mounted].map(({ scope }) => scope));
  const handlers = [...scopes].flatMap(({ stopHandlers }) => stopHandlers).reverse();
  const failures: unknown[] = [];
  for (const handler of handlers) {
    try {
      await handler();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Not all that onStop() was given has succeeded");
}
