// One request through the app: finds its chain, runs it, gives the response its last touch.

import { LightRequest, nativeResponse, requestPath } from "@sockeye/core/message";
import type { Exchange } from "./context.js";
import { RequestContext } from "./request-context.js";
import { type Report, type Rescue, rescueBy, rescueByProblem } from "./rescue.js";
import type { Scope } from "./scope.js";
import { find, type Table, tableOf } from "./table.js";
import type { Awaitable } from "./types.js";

export interface AppOptions {
  /** Octets of content that are read at most. @defaultValue the server's; 1 MiB where it has none */
  readonly contentLimit?: number | undefined;
  /** Told of errors that are answered with 500 and more. @defaultValue writes them to the console */
  readonly report?: Report | undefined;
}

export class Dispatcher {
  readonly #scope: Scope;
  readonly #report: Report;
  readonly #contentLimit: number | undefined;
  #table: Table | null = null;
  #settle: Rescue | null = null;

  constructor(scope: Scope, { contentLimit, report = writeError }: AppOptions) {
    this.#scope = scope;
    this.#report = report;
    this.#contentLimit = contentLimit;
  }

  /** @returns one of the platform's own responses, unless the request is a light one */
  fetch(request: Request, exchange?: Exchange): Awaitable<Response> {
    const response = this.#answer(request, exchange);
    if (request instanceof LightRequest) return response;
    return response instanceof Promise ? response.then(nativeResponse) : nativeResponse(response);
  }

  #answer(request: Request, exchange: Exchange | undefined): Awaitable<Response> {
    const table = this.#table ?? this.#fix();
    const c = new RequestContext(request, requestPath(request), exchange, this.#contentLimit);
    try {
      const response = find(table, c)(c);
      if (!(response instanceof Promise)) return c.finish(response);
      return response.then(
        (settled) => c.finish(settled),
        (error: unknown) => this.#rescue(error, c),
      );
    } catch (error) {
      return this.#rescue(error, c);
    }
  }

  #rescue(error: unknown, c: RequestContext): Awaitable<Response> {
    const response = (this.#settle as Rescue)(error, c);
    return response instanceof Promise ? response.then((settled) => c.finish(settled)) : c.finish(response);
  }

  #fix(): Table {
    const { errorHandler } = this.#scope;
    const problem = rescueByProblem(this.#report);
    this.#settle = errorHandler === null ? problem : rescueBy(errorHandler, problem);
    this.#table = tableOf(this.#scope, this.#settle);
    return this.#table;
  }
}

const writeError: Report = (error, c) => {
  console.error(`${c.method} ${c.path} (${c.route ?? "no route"}):`, error);
};
