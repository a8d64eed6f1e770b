// What the tests of connections share: requests, a logger that remembers, a promise to hold a handler by.

import { vi } from "vitest";
import type { Logger } from "../../src/index.js";

export const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

export function post(content: string, fields = `Content-Length: ${content.length}\r\n`): string {
  return `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${content}`;
}

export interface FakeLogger extends Logger {
  /** The messages that were logged, with their level. */
  readonly lines: string[];
  readonly errors: unknown[];
}

export function fakeLogger(): FakeLogger {
  const lines: string[] = [];
  const errors: unknown[] = [];
  const at = (level: string) =>
    vi.fn((details: object, message: string) => {
      lines.push(`${level}: ${message}`);
      if (level === "error") errors.push((details as { err: unknown }).err);
    });
  return { lines, errors, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

export interface Held<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function held<T = void>(): Held<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** The status codes of the responses in what was received, in order. */
export function statuses(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}

/** What follows the head of the first response. */
export function contentOf(received: string): string {
  return received.slice(received.indexOf("\r\n\r\n") + 4);
}

/** Content without its chunks; as it is, where it does not begin with one. */
export function dechunked(content: string): string {
  if (!/^[0-9a-f]+\r\n/.test(content)) return content;
  let text = "";
  for (let at = 0; ; ) {
    const end = content.indexOf("\r\n", at);
    const size = Number.parseInt(content.slice(at, end), 16);
    if (size === 0) return text;
    text += content.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}
