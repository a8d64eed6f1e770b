// Writes content as its framing demands, and never an octet more or less than was announced.

import { Buffer } from "node:buffer";
import { LocalProtocolError } from "../errors.js";
import { type FieldLines, writeTrailers } from "../fields/field-lines.js";
import { type Framing, NO_CONTENT } from "./framing.js";

/** Octets to write: raw ones, or a string of which each character is one octet (latin1). */
export type Octets = Uint8Array | string;

// A chunk up to this size is copied between its size and its CRLF: one write instead of three.
const COPIED_CHUNK = 4096;

// Lines for the lengths of small content, made when they are needed first.
const LENGTH_LINES: string[] = new Array(2048).fill("");

/** @throws {LocalProtocolError} `CONTENT_LENGTH_INVALID` */
export function checkContentLength(octets: number): void {
  if (!Number.isSafeInteger(octets) || octets < 0)
    throw new LocalProtocolError("CONTENT_LENGTH_INVALID", String(octets));
}

/** The field line that tells the peer where the content ends. */
export function framingField(framing: Framing, contentLength: number | null): string {
  if (framing.kind === "chunked") return "Transfer-Encoding: chunked\r\n";
  if (contentLength === null) return "";
  return contentLength < LENGTH_LINES.length ? lengthLine(contentLength) : `Content-Length: ${contentLength}\r\n`;
}

function lengthLine(octets: number): string {
  if (LENGTH_LINES[octets] === "") LENGTH_LINES[octets] = `Content-Length: ${octets}\r\n`;
  return LENGTH_LINES[octets] as string;
}

export class ContentWriter {
  #framing: Framing = NO_CONTENT;
  /** What is left of the announced length. */
  #left = 0;

  begin(framing: Framing): void {
    this.#framing = framing;
    this.#left = framing.kind === "length" ? framing.octets : 0;
  }

  /** @returns the pieces to write, in order. @throws {LocalProtocolError} `CONTENT_TOO_LONG` */
  write(octets: Octets): Octets[] {
    const length = octets.length;
    // An empty chunk would be the last one.
    if (length === 0) return [];
    if (this.#framing.kind === "chunked") return chunk(octets);
    if (this.#framing.kind === "length") {
      if (length > this.#left) throw new LocalProtocolError("CONTENT_TOO_LONG", `${length - this.#left} octets`);
      this.#left -= length;
    }
    return [octets];
  }

  /** @returns what ends the content. @throws {LocalProtocolError} `CONTENT_TOO_SHORT`, `TRAILERS_FORBIDDEN`, `FIELD_…` */
  end(trailers?: FieldLines): string {
    if (this.#left > 0) throw new LocalProtocolError("CONTENT_TOO_SHORT", `${this.#left} octets`);
    const text = trailers === undefined ? "" : writeTrailers(trailers);
    if (this.#framing.kind === "chunked") return `0\r\n${text}\r\n`;
    if (text !== "") throw new LocalProtocolError("TRAILERS_FORBIDDEN", "no chunks");
    return "";
  }
}

function chunk(octets: Octets): Octets[] {
  const size = `${octets.length.toString(16)}\r\n`;
  if (typeof octets === "string") return [`${size}${octets}\r\n`];
  if (octets.length > COPIED_CHUNK) return [size, octets, "\r\n"];
  const whole = Buffer.allocUnsafe(size.length + octets.length + 2);
  whole.write(size, "latin1");
  whole.set(octets, size.length);
  whole.write("\r\n", size.length + octets.length, "latin1");
  return [whole];
}
