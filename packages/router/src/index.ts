// The door of the router.

export { HttpError, type HttpErrorOptions, type ReplyInit, reply } from "@sockeye/core/message";
export type { App, FetchApp, Mountable, Register, RegisterOn, TestRequestInit } from "./app.js";
export { createApp } from "./application.js";
export { amend } from "./context/amend.js";
export type { Address, Amendment, AnswerDefaults, Context, Exchange } from "./context/context.js";
export type { CookieAttributes, Cookies } from "./context/cookies.js";
export type { FieldPart, FilePart, MultipartOptions, Part } from "./context/multipart.js";
export type { Validators } from "./context/preconditions.js";
export type { Problem } from "./context/problem.js";
export type { Miss } from "./context/request-context.js";
export type { Upgrade } from "./context/upgrade.js";
export type { RouteInfo, Step } from "./dispatch/steps.js";
export { type StepTiming, timingOf } from "./dispatch/timing.js";
export type { Answer, ErrorHandler, Handler, HandlerResult } from "./handling/handler.js";
export { type Middleware, middleware, type Next, settled } from "./handling/middleware.js";
export type { Report } from "./handling/rescue.js";
export type { InputPart, RouteOptions, ValidOf } from "./handling/schema.js";
export { ValidationError, type ValidationIssue } from "./handling/validation.js";
export type { AnyParams, ParamsOf } from "./pattern/params-of.js";
export { PatternError } from "./pattern/pattern.js";
export { plugin } from "./plugin.js";
export type { AppOptions } from "./registration/app-options.js";
export { RouteConflictError } from "./registration/conflict.js";
export type { TrailingSlash } from "./registration/trailing-slash.js";
export type { Explanation, OtherRoute } from "./sight/explain.js";
export type { Verdict, VerdictKind } from "./sight/verdicts.js";
export type { Awaitable, Nothing } from "./types.js";
