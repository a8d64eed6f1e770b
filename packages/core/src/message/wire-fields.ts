// The fields of a response as they are written on the wire, in the order and letter case in which they were set.

import { STRINGS_PER_LINE } from "./field-block.js";
import { blockOf, LightHeaders, linesOf } from "./headers.js";
import { lightHeadersOf, onlyContentType } from "./response.js";

/** Field lines as latin1 text, and what of them the server must know. */
export class WireFields {
  /**
   * `Name: value CRLF` for each field line. Every value is a field value (RFC 9110 §5.5). Connection, Content-Length,
   * Keep-Alive, Transfer-Encoding and Upgrade are left out: they are the server's to write.
   */
  text: string;
  /** Value of Content-Length as it was set, or `null`. */
  contentLength: string | null = null;
  /** Value of Connection as it was set, or `null`. */
  connection: string | null = null;
  /** Value of Upgrade as it was set, or `null`. */
  upgrade: string | null = null;
  hasDate = false;

  constructor(text: string) {
    this.text = text;
  }
}

/** @throws {TypeError} where a native response has a value that the wire must not hold */
export function wireFields(response: Response): WireFields {
  const contentType = onlyContentType(response);
  if (contentType !== undefined) return new WireFields(contentType === null ? "" : contentTypeLine(contentType));
  return headerFields(lightHeadersOf(response) ?? new LightHeaders(response.headers));
}

// Most responses of an app have the same one as the response before.
let lastType = "";
let lastLine = "";

function contentTypeLine(contentType: string): string {
  if (contentType !== lastType) {
    lastType = contentType;
    lastLine = `Content-Type: ${contentType}\r\n`;
  }
  return lastLine;
}

/** The same for headers that belong to no response, as those of an informational one. */
export function headerFields(headers: LightHeaders): WireFields {
  const fields = new WireFields("");
  const lines = linesOf(headers);
  for (let at = 0; at < lines.length; at += STRINGS_PER_LINE) {
    const value = lines[at + 2] as string;
    switch (lines[at]) {
      case "content-length":
        fields.contentLength = joined(fields.contentLength, value);
        continue;
      case "connection":
        fields.connection = joined(fields.connection, value);
        continue;
      case "upgrade":
        fields.upgrade = joined(fields.upgrade, value);
        continue;
      case "keep-alive":
      case "transfer-encoding":
        continue;
      case "date":
        fields.hasDate = true;
    }
    fields.text += `${lines[at + 1]}: ${value}\r\n`;
  }
  fields.text += blockOf(headers)?.text ?? "";
  return fields;
}

function joined(before: string | null, value: string): string {
  return before === null ? value : `${before}, ${value}`;
}
