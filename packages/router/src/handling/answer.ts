// What a handler returns, made into a response.

import { LightResponse, reply } from "@sockeye/core/message";
import type { RequestContext } from "../context/request-context.js";
import { describe } from "./describe.js";

/** @returns a response whose fields can be changed; `null` for what is no response */
export function asResponse(value: unknown): Response | null {
  if (value instanceof LightResponse) return value;
  return value instanceof Response ? mutable(value) : null;
}

/** @throws {TypeError} for a value that cannot be sent; it names the route and what the value is */
export function answerOf(value: unknown, c: RequestContext): Response {
  if (value instanceof LightResponse) return value;
  const status = c.presetStatus;
  if (typeof value === "string") return reply.text(value, status);
  if (value === undefined || value === null) return reply.empty(status ?? 204);
  if (typeof value === "object") {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === Array.prototype) return jsonAnswer(value, c);
    return rareAnswer(value, c);
  }
  throw unsendable(value, c);
}

function rareAnswer(value: object, c: RequestContext): Response {
  const status = c.presetStatus;
  if (value instanceof Response) return mutable(value);
  if (value instanceof Uint8Array) return reply.bytes(value, status);
  if (value instanceof ReadableStream || Symbol.asyncIterator in value) {
    return reply.stream(value as ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>, status);
  }
  // A Response of another realm, or of a fetch that is not the platform's.
  if (tagOf(value) === "Response") {
    const { body, headers, status: own, statusText } = value as Response;
    return new LightResponse(body, { status: own, statusText, headers: [...headers] });
  }
  if (hasJsonOfItsOwn(value)) return jsonAnswer(value, c);
  throw unsendable(value, c);
}

function jsonAnswer(value: object, c: RequestContext): Response {
  try {
    return reply.json(value, c.presetStatus);
  } catch (error) {
    throw new TypeError(`${c.method} ${c.route} returned what JSON cannot say: ${messageOf(error)}`, { cause: error });
  }
}

// Instances of classes are sent as their members. These have none, and would be sent as an empty object.
const MEMBERLESS: ReadonlySet<string> = new Set(
  [
    "Map",
    "Set",
    "WeakMap",
    "WeakSet",
    "RegExp",
    "Promise",
    "Error",
    "ArrayBuffer",
    "SharedArrayBuffer",
    "DataView",
  ].concat(["Blob", "File", "FormData", "URLSearchParams", "Headers", "Request", "Arguments"]),
);

function hasJsonOfItsOwn(value: object): boolean {
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return true;
  return !(value instanceof Error) && !ArrayBuffer.isView(value) && !MEMBERLESS.has(tagOf(value));
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

function unsendable(value: unknown, c: RequestContext): TypeError {
  return new TypeError(`${c.method} ${c.route} returned ${describe(value)}, which cannot be sent`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// What `fetch` and `Response.redirect` give has fields that cannot be changed, and middleware want to change them.
function mutable(response: Response): Response {
  const isFixed = response.url !== "" || (response.status >= 300 && response.status <= 399);
  if (!isFixed) return response;
  const { body, headers, status, statusText } = response;
  return new LightResponse(body, { status, statusText, headers: [...headers] });
}
