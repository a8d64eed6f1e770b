// What is known of a request when its answer is there, and two ways to write it.

export interface LogEntry {
  readonly requestId?: string | undefined;
  readonly method: string;
  /** Path and query; the values of secret names are masked. */
  readonly url: string;
  /** The pattern that matched. */
  readonly route: string | null;
  readonly status: number;
  /** Milliseconds until the response was there. */
  readonly ms: number;
  /** Octets of content, where they are known. */
  readonly octets: number | null;
  /** The client's address. */
  readonly remote?: string | undefined;
  /** Fields of the request that the options name. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

export type Level = "info" | "warn" | "error";

export function levelOf(status: number): Level {
  if (status >= 500) return "error";
  return status >= 400 ? "warn" : "info";
}

// The numbers that pino gives its levels.
const NUMBERS: Readonly<Record<Level, number>> = { info: 30, warn: 40, error: 50 };

/** One line of JSON as pino writes it. @param time milliseconds since 1970 */
export function jsonLine(entry: LogEntry, time: number): string {
  const { requestId, method, url, route, status, ms, octets, remote, fields } = entry;
  let line = `{"level":${NUMBERS[levelOf(status)]},"time":${time}`;
  if (requestId !== undefined) line += `,"requestId":${jsonString(requestId)}`;
  line += `,"method":${jsonString(method)},"url":${jsonString(url)},"route":${route === null ? "null" : jsonString(route)}`;
  line += `,"status":${status},"ms":${rounded(ms)}`;
  if (octets !== null) line += `,"octets":${octets}`;
  if (remote !== undefined) line += `,"remote":${jsonString(remote)}`;
  if (fields !== undefined) line += `,"fields":${JSON.stringify(fields)}`;
  return `${line},"msg":"request"}\n`;
}

// Text that stands in JSON as it is: nearly all that is logged.
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function jsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

const COLOURS: Readonly<Record<Level, number>> = { info: 32, warn: 33, error: 31 };

/** One line for people: `12:34:56 GET /users/7 200 1.2 ms`. */
export function readableLine(entry: LogEntry, time: number, hasColours: boolean): string {
  const { method, url, status, ms, octets, requestId } = entry;
  const code = hasColours ? `\x1b[${COLOURS[levelOf(status)]}m${status}\x1b[39m` : String(status);
  const more = [octets === null ? null : `${octets} B`, requestId ?? null].filter((part) => part !== null);
  return `${clockTime(time)} ${method} ${printable(url)} ${code} ${rounded(ms)} ms${more.map((part) => ` ${part}`).join("")}\n`;
}

function clockTime(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** A terminal obeys control characters. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
