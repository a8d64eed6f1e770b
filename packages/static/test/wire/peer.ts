// A server on a socket, and a peer that sends octets as they are and looks at what comes back.

import { connect, type Socket } from "node:net";
import { serve } from "@sockeye/core";
import { onTestFinished } from "vitest";
import type { Files } from "../../src/index.js";

/** @returns the port */
export async function listen(files: Files): Promise<number> {
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const server = await serve(files, { port: 0, logger });
  onTestFinished(async () => {
    await server.stop({ grace: 0 });
  });
  return Number(new URL(server.url).port);
}

/** @param target request-target, one character an octet */
export function get(target: string, fields: string = "", method: string = "GET"): string {
  return `${method} ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
}

/** Sends octets and ends its side. @returns what came until the server ended, one character an octet */
export function exchange(port: number, octets: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let received = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      received += text;
    });
    socket.on("end", () => resolve(received)).on("close", () => resolve(received));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET" || error.code === "EPIPE") resolve(received);
      else reject(error);
    });
    socket.end(octets, "latin1");
  });
}

/** A peer that stays connected. */
export async function peer(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

export interface Message {
  readonly status: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly content: string;
}

/**
 * Parts one answer from what follows it.
 * @returns `null` for the message where the text is not a whole one
 */
export function firstMessage(text: string): { message: Message | null; rest: string } {
  const end = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = text.slice(0, Math.max(0, end)).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (end < 0 || Number.isNaN(status)) return { message: null, rest: text };
  const fields = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const behind = text.slice(end + 4);
  const framed = fields.get("transfer-encoding") === "chunked" ? unchunked(behind) : counted(behind, status, fields);
  return framed === null
    ? { message: null, rest: text }
    : { message: { status, fields, content: framed.content }, rest: framed.rest };
}

interface Framed {
  readonly content: string;
  readonly rest: string;
}

function counted(text: string, status: number, fields: ReadonlyMap<string, string>): Framed | null {
  const length = status === 304 || status === 204 ? 0 : Number(fields.get("content-length"));
  return text.length < length ? null : { content: text.slice(0, length), rest: text.slice(length) };
}

function unchunked(text: string): Framed | null {
  let content = "";
  for (let rest = text; ; ) {
    const line = /^([\da-f]+)\r\n/i.exec(rest);
    if (line === null) return null;
    const size = Number.parseInt(line[1] as string, 16);
    const end = line[0].length + size;
    if (rest.slice(end, end + 2) !== "\r\n") return null;
    content += rest.slice(line[0].length, end);
    rest = rest.slice(end + 2);
    if (size === 0) return { content, rest };
  }
}
