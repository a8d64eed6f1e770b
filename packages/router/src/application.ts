// Behind `App`: what its methods register.

import type { App, FetchApp, TestRequestInit } from "./app.js";
import type { Exchange } from "./context/context.js";
import { Dispatcher } from "./dispatch/dispatcher.js";
import { type RouteInfo, routeInfo } from "./dispatch/steps.js";
import type { ErrorHandler, Handler } from "./handling/handler.js";
import type { Middleware } from "./handling/middleware.js";
import type { Stack } from "./handling/run.js";
import { checkRouteOptions, type RouteOptions } from "./handling/schema.js";
import { listen, type ServeOptions, type Server } from "./listen.js";
import { type Pattern, PatternError, parsePattern } from "./pattern/pattern.js";
import { type AppOptions, resolveAppOptions } from "./registration/app-options.js";
import { BELOW, layoutOf } from "./registration/layout.js";
import { placeOf } from "./registration/place.js";
import { Scope } from "./registration/scope.js";
import { urlPath } from "./registration/url.js";
import { type Explanation, explain } from "./sight/explain.js";
import { treeOf } from "./sight/tree.js";
import { type Verdict, verdictsOf } from "./sight/verdicts.js";
import { testRequest } from "./test-request.js";
import type { Awaitable, Nothing } from "./types.js";

/**
 * An app without routes. `Needs` and `Params` are what it wants of the app that it will be mounted in: state, and
 * parameters of the prefix.
 * @throws {TypeError} for an option that is unknown or wrong
 */
export function createApp<Needs extends object = Nothing, Params extends object = Nothing>(
  options: AppOptions = {},
): App<Needs, Needs, Params> {
  const resolved = resolveAppOptions(options);
  const scope = new Scope(resolved.contentLimit);
  return new Application(scope, new Dispatcher(scope, resolved), null) as unknown as App<Needs, Needs, Params>;
}

type AnyHandler = Handler<object>;
type AnyMiddleware = Middleware<object, object>;
type Methods = string | readonly string[] | null;
type Rest = readonly [handler: AnyHandler] | readonly [options: RouteOptions, handler: AnyHandler];
type Registrar<Self> = (pattern: string, ...rest: Rest) => Self;

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

  get: Registrar<this> = this.#registrar("GET");
  head: Registrar<this> = this.#registrar("HEAD");
  post: Registrar<this> = this.#registrar("POST");
  put: Registrar<this> = this.#registrar("PUT");
  patch: Registrar<this> = this.#registrar("PATCH");
  delete: Registrar<this> = this.#registrar("DELETE");
  options: Registrar<this> = this.#registrar("OPTIONS");
  query: Registrar<this> = this.#registrar("QUERY");
  all: Registrar<this> = this.#registrar(null);

  on(methods: string | readonly string[], pattern: string, ...rest: Rest): this {
    for (const method of typeof methods === "string" ? [methods] : methods) refuseMethod(method);
    this.#register(methods, pattern, rest, this.on);
    return this;
  }

  use(middleware: AnyMiddleware): this {
    refuseUnless(typeof middleware === "function", "use() takes a middleware, which is a function");
    this.#refuseLate("use()");
    this.#stack = { middleware, outside: this.#stack };
    if (!this.#isPart) this.#scope.stack = this.#stack;
    return this;
  }

  with(middleware: AnyMiddleware): Application {
    refuseUnless(typeof middleware === "function", "with() takes a middleware, which is a function");
    return new Application(this.#scope, this.#dispatcher, { middleware, outside: this.#stack }, true);
  }

  mount(prefix: string, mounted: Application | AnyHandler | FetchApp): this {
    this.#refuseLate(`mount("${prefix}")`);
    const scope = mounted instanceof Application ? mounted.#scope : partOf(mounted);
    refuseUnless(!scope.contains(this.#scope), `mount("${prefix}") would put an app into itself`);
    const entry = { prefix: parsePrefix(prefix), scope, stack: this.#stack, place: placeOf(this.mount) };
    this.#scope.entries.push({ kind: "mount", ...entry });
    return this;
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

  onMethodNotAllowed(handler: AnyHandler): this {
    this.#refuseLate("onMethodNotAllowed()");
    this.#scope.methodHandler = handler;
    return this;
  }

  // A field, so that it can be handed over without its app.
  fetch = (request: Request, exchange?: Exchange): Awaitable<Response> => this.#dispatcher.fetch(request, exchange);

  async request(request: string | URL | Request, init: TestRequestInit = {}): Promise<Response> {
    return this.fetch(testRequest(request, init), init.exchange);
  }

  onStop(handler: () => unknown): this {
    this.#scope.stopHandlers.push(handler);
    return this;
  }

  async listen(options: ServeOptions = {}): Promise<Server> {
    this.#dispatcher.fix();
    return listen(this, options);
  }

  stop(): Promise<void> {
    return this.#dispatcher.stop();
  }

  url(pattern: string, params: Readonly<Record<string, unknown>> = {}): string {
    return urlPath(pattern, params);
  }

  routes(): readonly RouteInfo[] {
    return layoutOf(this.#scope).routes.map(routeInfo);
  }

  tree(): string {
    return treeOf(this.routes());
  }

  verdicts(): readonly Verdict[] {
    return verdictsOf(layoutOf(this.#scope));
  }

  explain(method: string, path: string): Explanation {
    return explain(layoutOf(this.#scope), this.#dispatcher.options.trailingSlash, method, path);
  }

  #registrar(method: string | null): Registrar<this> {
    const register: Registrar<this> = (pattern, ...rest) => {
      this.#register(method, pattern, rest, register);
      return this;
    };
    return register;
  }

  // biome-ignore lint/complexity/noBannedTypes: what placeOf takes.
  #register(methods: Methods, source: string, rest: Rest, entrance: Function): void {
    this.#refuseLate(`${methods ?? "all"} ${source}`);
    const [options, handler] = rest.length === 1 ? [{}, rest[0]] : rest;
    refuseUnless(typeof handler === "function", `${methods ?? "all"} ${source} has no handler, which is a function`);
    checkRouteOptions(`${methods ?? "all"} ${source}`, options);
    const common = { pattern: parsePattern(source), options, handler, stack: this.#stack, place: placeOf(entrance) };
    for (const method of methods === null || typeof methods === "string" ? [methods] : methods) {
      this.#scope.addRoute({ kind: "route", method, ...common });
    }
  }

  #refuseLate(what: string): void {
    if (this.#scope.isFixed) throw new Error(`${what} comes after the first request: the routes are fixed by then`);
  }
}

/** A scope that hands everything to a handler, or to an app that is none of ours. */
function partOf(mounted: AnyHandler | FetchApp): Scope {
  const isHandler = typeof mounted === "function";
  refuseUnless(
    isHandler || typeof mounted?.fetch === "function",
    "mount() takes an app, a handler, or an object with fetch",
  );
  const handler: AnyHandler = isHandler ? mounted : (c) => mounted.fetch(c.request);
  const scope = new Scope(undefined, true);
  scope.addRoute({ kind: "route", method: null, pattern: BELOW, options: {}, handler, stack: null, place: {} });
  return scope;
}

/** @throws {PatternError} for a prefix whose length is not the same for all paths */
function parsePrefix(prefix: string): Pattern {
  const pattern = parsePattern(prefix.length > 1 && prefix.endsWith("/") ? prefix.slice(0, -1) : prefix);
  if (pattern.tokens.some(({ type }) => type === "group" || type === "wildcard")) {
    throw new PatternError(prefix, "is a prefix, and so has neither groups nor wildcards");
  }
  return pattern;
}

function refuseMethod(method: string): void {
  refuseUnless(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method), `${method} is no method (RFC 9110 §9.1)`);
  const isTypo = /^(?:get|head|post|put|patch|delete|options|query)$/i.test(method) && method !== method.toUpperCase();
  refuseUnless(!isTypo, `Methods are case-sensitive: write ${method.toUpperCase()}, not ${method}`);
}

function refuseUnless(holds: boolean, problem: string): void {
  if (!holds) throw new TypeError(problem);
}
