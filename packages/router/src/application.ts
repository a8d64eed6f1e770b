// Behind `App`: what its methods register.

import type { App, ErrorHandler, FetchApp, TestRequestInit } from "./app.js";
import type { Stack } from "./compose.js";
import type { Exchange } from "./context.js";
import { type AppOptions, Dispatcher } from "./dispatcher.js";
import type { Handler } from "./handler.js";
import type { Middleware } from "./middleware.js";
import { parsePattern } from "./pattern/pattern.js";
import type { RouteOptions } from "./schema.js";
import { type Place, Scope } from "./scope.js";
import { testRequest } from "./test-request.js";
import type { Awaitable, Nothing } from "./types.js";

/**
 * An app without routes. `Needs` and `Params` are what it wants of the app that it will be mounted in: state, and
 * parameters of the prefix.
 */
export function createApp<Needs extends object = Nothing, Params extends object = Nothing>(
  options: AppOptions = {},
): App<Needs, Needs, Params> {
  const scope = new Scope();
  return new Application(scope, new Dispatcher(scope, options), null) as unknown as App<Needs, Needs, Params>;
}

type AnyHandler = Handler<object>;
type AnyMiddleware = Middleware<object, object>;
type Methods = string | readonly string[] | null;

class Application {
  readonly #scope: Scope;
  readonly #dispatcher: Dispatcher;
  #stack: Stack | null;
  /** Made by `with`: its middleware are not the scope's. */
  readonly #isPart: boolean;

  constructor(scope: Scope, dispatcher: Dispatcher, stack: Stack | null, isPart = false) {
    this.#scope = scope;
    this.#dispatcher = dispatcher;
    this.#stack = stack;
    this.#isPart = isPart;
  }

  get = this.#registrar("GET");
  head = this.#registrar("HEAD");
  post = this.#registrar("POST");
  put = this.#registrar("PUT");
  patch = this.#registrar("PATCH");
  delete = this.#registrar("DELETE");
  options = this.#registrar("OPTIONS");
  query = this.#registrar("QUERY");
  all = this.#registrar(null);

  on(methods: Methods, pattern: string, ...rest: [AnyHandler] | [RouteOptions, AnyHandler]): this {
    this.#register(methods, pattern, rest, this.on);
    return this;
  }

  use(middleware: AnyMiddleware): this {
    this.#refuseLate(`use(${middleware.name})`);
    this.#stack = { middleware, outside: this.#stack };
    if (!this.#isPart) this.#scope.stack = this.#stack;
    return this;
  }

  with(middleware: AnyMiddleware): Application {
    return new Application(this.#scope, this.#dispatcher, { middleware, outside: this.#stack }, true);
  }

  mount(prefix: string, mounted: Application | AnyHandler | FetchApp): this {
    this.#refuseLate(`mount("${prefix}")`);
    const trimmed = prefix.length > 1 && prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
    if (mounted instanceof Application) {
      const place = placeOf(this.mount);
      const scope = mounted.#scope;
      this.#scope.entries.push({ kind: "mount", prefix: parsePattern(trimmed), scope, stack: this.#stack, place });
      return this;
    }
    const handler: AnyHandler =
      typeof mounted === "function" ? mounted : (c) => mounted.fetch(c.request) as Awaitable<Response>;
    const part = createApp().all('{/{*"*"}}', handler) as unknown as Application;
    return this.mount(trimmed, part);
  }

  plug<Result>(plugin: (app: this, ...options: readonly unknown[]) => Result, ...options: readonly unknown[]): Result {
    return plugin(this, ...options);
  }

  onError(handler: ErrorHandler<object>): this {
    this.#refuseLate("onError()");
    this.#scope.errorHandler = handler;
    return this;
  }

  onNotFound(handler: AnyHandler): this {
    this.#refuseLate("onNotFound()");
    this.#scope.notFoundHandler = handler;
    return this;
  }

  // A field, so that it can be handed over without its app.
  fetch = (request: Request, exchange?: Exchange): Awaitable<Response> => this.#dispatcher.fetch(request, exchange);

  async request(request: string | URL | Request, init: TestRequestInit = {}): Promise<Response> {
    return this.fetch(testRequest(request, init), init.exchange);
  }

  #registrar(method: Methods): (pattern: string, ...rest: [AnyHandler] | [RouteOptions, AnyHandler]) => this {
    const register = (pattern: string, ...rest: [AnyHandler] | [RouteOptions, AnyHandler]): this => {
      this.#register(method, pattern, rest, register);
      return this;
    };
    return register;
  }

  #register(
    methods: Methods,
    pattern: string,
    rest: [AnyHandler] | [RouteOptions, AnyHandler],
    // biome-ignore lint/complexity/noBannedTypes: what Error.captureStackTrace takes.
    entrance: Function,
  ): void {
    this.#refuseLate(`${methods ?? "all"} ${pattern}`);
    const [options, handler] = rest.length === 1 ? [{}, rest[0]] : rest;
    const parsed = parsePattern(pattern);
    const place = placeOf(entrance);
    for (const method of typeof methods === "object" && methods !== null ? methods : [methods]) {
      this.#scope.entries.push({
        kind: "route",
        method: method as string | null,
        pattern: parsed,
        options,
        handler,
        stack: this.#stack,
        place,
      });
    }
  }

  #refuseLate(what: string): void {
    if (this.#scope.isFixed) throw new Error(`${what} comes after the first request: the routes are fixed by then`);
  }
}

// biome-ignore lint/complexity/noBannedTypes: what Error.captureStackTrace takes.
function placeOf(entrance: Function): Place {
  const place: { stack?: string } = {};
  // Of V8 and of JavaScriptCore: cheap, for the stack becomes text when somebody reads it.
  Error.captureStackTrace?.(place, entrance);
  return place;
}
