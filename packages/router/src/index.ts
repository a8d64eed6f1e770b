// The door of the router.

export { HttpError, type HttpErrorOptions, type ReplyInit, reply } from "@sockeye/core/message";
export { amend } from "./amend.js";
export type { App, FetchApp, Mountable, Register, RegisterOn, TestRequestInit } from "./app.js";
export type { AppOptions } from "./app-options.js";
export { createApp } from "./application.js";
export { RouteConflictError } from "./conflict.js";
export type { Address, Amendment, AnswerDefaults, Context, Exchange } from "./context.js";
export type { CookieAttributes, Cookies } from "./cookies.js";
export type { Answer, ErrorHandler, Handler, HandlerResult } from "./handler.js";
export { type Middleware, middleware, type Next, settled } from "./middleware.js";
export type { FieldPart, FilePart, MultipartOptions, Part } from "./multipart.js";
export type { AnyParams, ParamsOf } from "./pattern/params-of.js";
export { PatternError } from "./pattern/pattern.js";
export { plugin } from "./plugin.js";
export type { Validators } from "./preconditions.js";
export type { Problem } from "./problem.js";
export type { Miss } from "./request-context.js";
export type { Report } from "./rescue.js";
export type { InputPart, RouteOptions, ValidOf } from "./schema.js";
export type { Explanation, OtherRoute } from "./sight/explain.js";
export type { RouteInfo, Step } from "./sight/steps.js";
export { type StepTiming, timingOf } from "./sight/timing.js";
export type { Verdict, VerdictKind } from "./sight/verdicts.js";
export type { TrailingSlash } from "./trailing-slash.js";
export type { Awaitable, Nothing } from "./types.js";
export type { Upgrade } from "./upgrade.js";
export { ValidationError, type ValidationIssue } from "./validation.js";
