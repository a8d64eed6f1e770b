// From a Response to what the connection writes: whole and in one write where its content is in hand, else piece by piece.

import { type BodySource, sourceLength } from "../message/body-source.js";
import { sourceOf, takeSource } from "../message/index.js";
import { type WireFields, wireFields } from "../message/wire-fields.js";
import type { FieldLines, ResponseInit } from "../protocol/index.js";
import type { Connection } from "../transport/connection.js";
import { checkPiece, discard, Sending, sendRead, sendSource } from "../transport/sending.js";
import type { Environment } from "./environment.js";

// Content up to this size is handed over at once; larger content in pieces, so that a peer which takes them slowly can
// be told from one that has stopped.
const MOST_AT_ONCE = 256 * 1024;

/** What an answer needs of its exchange, and tells it. */
export interface Answering {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly method: string;
  /** The response is handed over to the socket, whole. */
  finish(response: Response): void;
  /** The response cannot be sent, and nothing of it is written. */
  fail(error: unknown): void;
  /** The response broke off. */
  breakOff(error: unknown): void;
}

/**
 * Sends a response.
 * @returns what is still being sent, by which it can be stopped; `null` where all is written
 * @throws {TypeError} where it is no Response, or its body was used; `LocalProtocolError` where it cannot be sent. Nothing
 * is written then, and the source is released
 */
export function sendResponse(response: Response, exchange: Answering): Sending | null {
  if (!(response instanceof Response)) {
    throw new TypeError(`A handler has to give a Response, and this one gave ${nameOf(response)}`);
  }
  const isNative = sourceOf(response) === undefined;
  const source = takeSource(response);
  try {
    const init = responseInit(response, exchange);
    if (sendWhole(init, source, exchange)) {
      exchange.finish(response);
      return null;
    }
    const sending = new Sending(exchange.connection);
    if (isNative) void sendNative(response, init, source as ReadableStream<Uint8Array>, sending, exchange);
    else sendPieces(response, init, source as Exclude<BodySource, null>, sending, exchange);
    return sending;
  } catch (error) {
    discard(source);
    throw error;
  }
}

/** Releases what a response holds that is not sent. */
export function dropResponse(response: unknown): void {
  if (!(response instanceof Response) || response.bodyUsed || response.body?.locked === true) return;
  discard(takeSource(response));
}

interface SizedInit extends ResponseInit {
  /** As the handler announced it, until the source tells it. */
  contentLength: number | null;
}

function responseInit(response: Response, { connection, environment }: Answering): SizedInit {
  const wire = wireFields(response);
  const { contentLength } = wire;
  return {
    status: response.status,
    reason: response.statusText === "" ? undefined : response.statusText,
    fields: wire.connection === null && wire.upgrade === null ? undefined : connectionFields(wire),
    fieldText: (wire.hasDate ? wire.text : wire.text + environment.clock.dateLine) + environment.fieldText,
    contentLength: contentLength !== null && /^\d+$/.test(contentLength) ? Number(contentLength) : null,
    persistent: connection.mayPersist,
  };
}

// "A sender of Upgrade MUST also send an "upgrade" connection option" (RFC 9110 §7.8).
function connectionFields({ connection, upgrade }: WireFields): FieldLines {
  if (upgrade === null) return [["Connection", connection as string]];
  return [
    ["Upgrade", upgrade],
    ["Connection", connection === null ? "upgrade" : connection],
  ];
}

/** @returns whether the content is in hand, and so written */
function sendWhole(init: SizedInit, source: BodySource, { connection, method }: Answering): boolean {
  const { codec, output } = connection;
  if (source === null) {
    // Of content that GET would bring, the handler may tell the length (RFC 9110 §9.3.2, §15.4.5).
    if (method !== "HEAD" && init.status !== 304) init.contentLength = 0;
    output.write(codec.sendWhole(init));
    return true;
  }
  const contentLength = sourceLength(source);
  if (method === "HEAD") {
    if (contentLength !== null) init.contentLength = contentLength;
    output.write(codec.sendWhole(init));
    discard(source);
    return true;
  }
  if (contentLength === null || contentLength > MOST_AT_ONCE) return false;
  if (typeof source !== "string" && !(source instanceof Uint8Array)) return false;
  init.contentLength = contentLength;
  const head = codec.sendWhole(init);
  if (!codec.sendsContent) output.write(head);
  else if (typeof source !== "string") output.writeWith(head, source);
  // As many octets as characters: all of it is ASCII.
  else if (contentLength === source.length) output.write(head + source);
  else output.writeUtf8(head, source, contentLength);
  return true;
}

/** @throws {LocalProtocolError} where the head cannot be sent */
function sendPieces(
  response: Response,
  init: SizedInit,
  source: Exclude<BodySource, null>,
  sending: Sending,
  exchange: Answering,
): void {
  init.contentLength = sourceLength(source) ?? init.contentLength;
  sendHead(init, exchange);
  const sent = exchange.connection.codec.sendsContent ? sendSource(source, sending) : Promise.resolve(discard(source));
  void finishPieces(response, sent, sending, exchange);
}

/**
 * What a native Response was made of cannot be seen, only read. Where it is one piece with the end right behind it, as a
 * string or a buffer is, its length is known then. A stream that has nothing to give yet holds no head back.
 */
async function sendNative(
  response: Response,
  init: SizedInit,
  source: ReadableStream<Uint8Array>,
  sending: Sending,
  exchange: Answering,
): Promise<void> {
  const reader = source.getReader();
  sending.onStop((reason) => void reader.cancel(reason).catch(() => {}));
  try {
    const begun = [reader.read()];
    const turn = nextTurn();
    const first = await Promise.race([begun[0], turn]);
    let isWhole = first?.done === true;
    if (first?.done === false) {
      checkPiece(first.value);
      begun.push(reader.read());
      isWhole = (await Promise.race([begun[1], turn]))?.done === true;
    }
    if (sending.isStopped) return;
    const whole = first?.value ?? null;
    if (isWhole && sendWhole(init, whole, exchange)) {
      exchange.finish(response);
      return;
    }
    sendHead(isWhole ? { ...init, contentLength: sourceLength(whole) } : init, exchange);
    const sent = exchange.connection.codec.sendsContent
      ? sendRead(reader, begun, sending)
      : reader.cancel().catch(() => {});
    await finishPieces(response, sent, sending, exchange);
  } catch (error) {
    if (sending.isStopped) return;
    sending.stop(error as Error);
    exchange.fail(error);
  }
}

function sendHead(init: SizedInit, { connection }: Answering): void {
  connection.output.write(connection.codec.sendResponse(init));
  // A source that is slow to begin holds no head back.
  connection.output.flushSoon();
}

async function finishPieces(
  response: Response,
  sent: Promise<void>,
  sending: Sending,
  exchange: Answering,
): Promise<void> {
  const { codec, output } = exchange.connection;
  try {
    await sent;
    if (sending.isStopped) return;
    output.write(codec.sendEnd());
  } catch (error) {
    if (sending.isStopped) return;
    sending.stop(error as Error);
    exchange.breakOff(error);
    return;
  }
  exchange.finish(response);
}

function nextTurn(): Promise<null> {
  return new Promise((resolve) => setImmediate(resolve, null));
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? `an object of class ${value.constructor?.name ?? "Object"}` : `a ${typeof value}`;
}
