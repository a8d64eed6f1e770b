// The app as its users see it. `application.ts` is what is behind it.

import type { Exchange } from "./context/context.js";
import type { RouteInfo } from "./dispatch/steps.js";
import type { ErrorHandler, Handler } from "./handling/handler.js";
import type { Middleware } from "./handling/middleware.js";
import type { RouteOptions, ValidOf } from "./handling/schema.js";
import type { ServeOptions, Server } from "./listen.js";
import type { Merged, ParamsOf } from "./pattern/params-of.js";
import type { Explanation } from "./sight/explain.js";
import type { Verdict } from "./sight/verdicts.js";
import type { Awaitable, Nothing } from "./types.js";

/** What a registering method wants: a pattern, perhaps options, a handler. It gives the app back, whose type it keeps. */
export interface Register<State extends object, Params extends object, Self> {
  /**
   * Registers a route. Of all patterns that fit a path the most specific one answers, wherever it was registered.
   * @throws {PatternError} for a pattern that cannot be read; older ones of Express are shown mended
   */
  <Pattern extends string>(pattern: Pattern, handler: Handler<State, Merged<Params, ParamsOf<Pattern>>>): Self;
  /**
   * Registers a route whose input is checked: `{ params, query, headers, json, form }` take schemas, and what they give out is
   * `c.valid`. What they refuse is answered with 422, what cannot be read with 400.
   * @throws {PatternError} for a pattern that cannot be read
   */
  <Pattern extends string, Options extends RouteOptions>(
    pattern: Pattern,
    options: Options,
    handler: Handler<State, Merged<Params, ParamsOf<Pattern>>, ValidOf<Options>>,
  ): Self;
}

/** As `Register`, behind the methods it is for. */
export interface RegisterOn<State extends object, Params extends object, Self> {
  /**
   * Registers a route. Of all patterns that fit a path the most specific one answers, wherever it was registered.
   * @throws {PatternError} for a pattern that cannot be read; older ones of Express are shown mended
   */
  <Pattern extends string>(
    method: string | readonly string[],
    pattern: Pattern,
    handler: Handler<State, Merged<Params, ParamsOf<Pattern>>>,
  ): Self;
  /**
   * Registers a route whose input is checked: `{ params, query, headers, json, form }` take schemas, and what they give out is
   * `c.valid`. What they refuse is answered with 422, what cannot be read with 400.
   * @throws {PatternError} for a pattern that cannot be read
   */
  <Pattern extends string, Options extends RouteOptions>(
    method: string | readonly string[],
    pattern: Pattern,
    options: Options,
    handler: Handler<State, Merged<Params, ParamsOf<Pattern>>, ValidOf<Options>>,
  ): Self;
}

declare const needs: unique symbol;

/** An app, by what it needs of the app that it is mounted in. */
export interface Mountable<Needs extends object = Nothing, Params extends object = Nothing> {
  readonly [needs]?: (state: Needs, params: Params) => void;
  readonly mount: unknown;
}

/** Any other app of the web platform. It sees the whole URL. */
export interface FetchApp {
  fetch(request: Request): Awaitable<Response>;
  readonly mount?: undefined;
}

/** What `app.request` takes beside the members of `RequestInit`. */
export interface TestRequestInit extends RequestInit {
  /** Sent as JSON, by POST where no method is named. */
  readonly json?: unknown;
  readonly exchange?: Exchange | undefined;
}

/**
 * Routes, and the middleware around them. Chains and statements both work: only `use`, `with` and `plug` give another
 * type, which knows the state they add.
 */
export interface App<State extends object = Nothing, Needs extends object = Nothing, Params extends object = Nothing>
  extends Mountable<Needs, Params> {
  /** A route for GET, and for HEAD where no other is registered: `app.get("/users/:id", (c) => find(c.params.id))`. */
  readonly get: Register<State, Params, this>;
  /** A route for HEAD. */
  readonly head: Register<State, Params, this>;
  /** A route for POST. */
  readonly post: Register<State, Params, this>;
  /** A route for PUT. */
  readonly put: Register<State, Params, this>;
  /** A route for PATCH. */
  readonly patch: Register<State, Params, this>;
  /** A route for DELETE. */
  readonly delete: Register<State, Params, this>;
  /** A route for OPTIONS, which is answered with 204 and Allow where there is none. */
  readonly options: Register<State, Params, this>;
  /** RFC 10008's safe method with content. */
  readonly query: Register<State, Params, this>;
  /** Every method; a route of the same pattern that names one comes first. */
  readonly all: Register<State, Params, this>;
  /** Any method by its name, or several. */
  readonly on: RegisterOn<State, Params, this>;

  /** Puts a middleware around all that is registered after it in this scope, and around the scope's 404 and 405. */
  use<Adds extends object = Nothing>(middleware: Middleware<Adds, State>): App<State & Adds, Needs, Params>;
  /** The same app with a middleware for what is registered by the value it gives: `app.with(auth).get("/me", …)`. */
  with<Adds extends object = Nothing>(middleware: Middleware<Adds, State>): App<State & Adds, Needs, Params>;

  /**
   * Puts an app, a handler or any `{ fetch }` below a prefix. An app is a scope of its own: it keeps its middleware and
   * its error handler to itself, and sees the state of this scope.
   */
  mount(prefix: string, other: FetchApp): this;
  mount<Prefix extends string>(prefix: Prefix, handler: Handler<State, Merged<Params, ParamsOf<Prefix>>>): this;
  mount<Prefix extends string>(prefix: Prefix, app: Mountable<State, Merged<Params, ParamsOf<Prefix>>>): this;

  /**
   * Gives the app to a plugin, and gives back what the plugin makes of it. What the app itself needs of the one around it is
   * no concern of a plugin: it only has to find the state that it asks for.
   */
  plug<Adds extends object, Arguments extends readonly unknown[]>(
    plugin: (app: App<State, Nothing, Params> & App<State>, ...options: Arguments) => Plugged<Adds>,
    ...options: Arguments
  ): App<State & Adds, Needs, Params>;
  plug<Adds extends object, Arguments extends readonly unknown[]>(
    plugin: (app: App<State, Nothing, Params> & App<State>, ...options: Arguments) => Promise<Plugged<Adds>>,
    ...options: Arguments
  ): Promise<App<State & Adds, Needs, Params>>;

  /** Answers what is thrown in this scope, its middleware included. */
  onError(handler: ErrorHandler<State>): this;
  /** Answers where no route matches below this scope's prefix; it stands behind the scope's middleware. */
  onNotFound(handler: Handler<State>): this;
  /** Answers where the path has routes, and none for the method: `c.allow` are those that it has. */
  onMethodNotAllowed(handler: Handler<State>): this;

  /** Called when the app stops, in the reverse order. */
  onStop(handler: () => unknown): this;

  /**
   * The app on any runtime of the web platform: `Bun.serve(app)`, `Deno.serve(app.fetch)`, `export default app`.
   * @param exchange what the runtime gives beside the request; `c.exchange` is it
   */
  readonly fetch: (request: Request, exchange?: Exchange | object) => Awaitable<Response>;
  /** A request without a socket, for tests: `await app.request("/users/7", { json: { name: "Ada" } })`. */
  request(request: string | URL | Request, init?: TestRequestInit): Promise<Response>;
  /**
   * Serves the app on a port of its own, by `@sockeye/core`, which is loaded then; on Node. An app that needs something of
   * the one around it does not compile. The server's `stop()` stops the
   * app too. Verdicts on the routes are told to the logger, or to the console.
   * @throws {RouteConflictError} where two scopes have routes for the same paths; {TypeError} and {Error} as `serve`
   */
  listen(this: App<State, Nothing, Nothing>, options?: ServeOptions): Promise<Server>;
  /** Calls what `onStop` was given, here and in all mounted apps; once. For runtimes whose server is none of ours. */
  stop(): Promise<void>;

  /** A path: `app.url("/users/:id", { id: 7 })`. @throws {TypeError} where it cannot be */
  url<Pattern extends string>(pattern: Pattern, ...params: UrlParams<ParamsOf<Pattern>>): string;
  /** All routes, those of mounted apps among them. */
  routes(): readonly RouteInfo[];
  /** The routes as a tree, one line each: method, middleware, handler. */
  tree(): string;
  /** What is wrong with the routes, or surprising; empty where all is well. */
  verdicts(): readonly Verdict[];
  /** What would run for a request, in order, and why no other route would. `String()` makes text of it. */
  explain(method: string, path: string): Explanation;
}

/** What a plugin gives back: an app, whatever it needs. */
// biome-ignore lint/suspicious/noExplicitAny: the parameters are those of handlers and of the prefix, which vary in opposite ways.
export type Plugged<State extends object> = App<State, any, any>;

/** Parameters as `app.url` takes them: numbers too. */
type UrlParams<Params extends object> = Nothing extends Params ? [params?: Loose<Params>] : [params: Loose<Params>];

type Loose<Params extends object> = {
  readonly [Name in keyof Params]: Params[Name] extends readonly string[] | undefined
    ? readonly (string | number)[]
    : string | number;
};
