// One event of a stream, as it is written (HTML standard §9.2.6).

export interface ServerSentEvent {
  /** A string is sent as it is, line by line; anything else as JSON. */
  readonly data?: unknown;
  /** The type that the page listens for. @defaultValue `message` */
  readonly event?: string | undefined;
  /** What the client names in Last-Event-ID when it comes back. */
  readonly id?: string | undefined;
  /** Milliseconds after which the client is to come back where the connection breaks. */
  readonly retry?: number | undefined;
}

/** Keeps a connection open that proxies would close, and shows whether the client is still there. */
export const HEARTBEAT = ":\n\n";

/**
 * @param event a string is an event with that data
 * @throws {TypeError} where `event` or `id` has more than one line, `id` a NUL, or JSON nothing for `data`
 */
export function eventText(event: string | ServerSentEvent): string {
  if (typeof event === "string") return `${dataLines(event)}\n`;
  const { data, event: type, id, retry } = event;
  let text = "";
  if (type !== undefined) text += `event: ${oneLine("event", type)}\n`;
  if (id !== undefined) text += `id: ${oneLine("id", id)}\n`;
  if (retry !== undefined) text += `${retryLine(retry)}\n`;
  if (data !== undefined) text += dataLines(typeof data === "string" ? data : jsonOf(data));
  return `${text}\n`;
}

export function retryLine(milliseconds: number): string {
  if (!Number.isInteger(milliseconds) || milliseconds < 0)
    throw new TypeError("The retry of an event is a whole number");
  return `retry: ${milliseconds}`;
}

// All three ends of line are the client's, and a line that is not begun anew would be another field.
function dataLines(text: string): string {
  return `data: ${text.replace(/\r\n|\r|\n/g, "\ndata: ")}\n`;
}

function oneLine(name: string, value: string): string {
  if (/[\r\n]/.test(value) || (name === "id" && value.includes("\0"))) {
    throw new TypeError(`The ${name} of an event is one line, without NUL`);
  }
  return value;
}

function jsonOf(data: unknown): string {
  const text: string | undefined = JSON.stringify(data);
  if (text === undefined) throw new TypeError("JSON has nothing that stands for the data of the event");
  return text;
}
