// The answer to GET and HEAD for a file: preconditions, then ranges, then the content (RFC 9110 §13.2.2).

import { randomBytes } from "node:crypto";
import {
  evaluatePreconditions,
  FileSlice,
  formatHttpDate,
  LightHeaders,
  LightResponse,
  rangeIsWanted,
} from "@sockeye/core/message";
import { compressedFile, FilePieces } from "./file-source.js";
import { byteRanges } from "./multipart.js";
import type { OpenedFile } from "./opened-file.js";
import { type ByteRange, contentRange, selectRanges, unsatisfiedRange } from "./ranges.js";
import { refusal } from "./refusals.js";
import type { Representation } from "./representation.js";

/** What is read of a request. */
export type FileRequest = Pick<Request, "method" | "headers">;

const EMPTY = new Uint8Array();

/** @param file what the octets are in where they are not in memory; it is closed, or its closing is left to the response */
export function answer(request: FileRequest, selected: Representation, file: OpenedFile | null): LightResponse {
  let response: LightResponse | undefined;
  try {
    response = answered(request, selected, file);
    return response;
  } finally {
    if (file !== null && !(response?.status === 200 || response?.status === 206)) file.close();
  }
}

function answered(request: FileRequest, selected: Representation, file: OpenedFile | null): LightResponse {
  const { method, headers } = request;
  const now = Date.now() / 1000;
  // "An origin server with a clock MUST NOT generate a Last-Modified date that is later than the server's time of message
  // origination (Date)." (§8.8.2.1)
  const lastModified = Math.min(selected.lastModified, Math.floor(now));
  const isAhead = lastModified !== selected.lastModified;
  const validators = { etag: selected.etag, lastModified };

  const verdict = evaluatePreconditions(method, headers, validators);
  if (verdict === "failed") return refusal(412);
  if (verdict === "not-modified") {
    return new LightResponse(null, { status: 304, headers: stamped(selected.notModified, lastModified, isAhead) });
  }

  const fields = isAhead ? stamped(selected.fields, lastModified, true) : selected.fields;
  const { size } = selected;
  if (size !== null && rangeIsWanted(method, headers, validators, now)) {
    const ranges = selectRanges(headers.get("range") ?? "", size);
    if (ranges === "unsatisfiable") return refusal(416, { "Content-Range": unsatisfiedRange(size) });
    if (ranges !== "whole") return partial(selected, fields, size, ranges, file);
  }
  const content = size === null ? made(method, selected, file) : contentOf(selected, file, { start: 0, end: size });
  return new LightResponse(content, { headers: fields });
}

function stamped(fields: LightHeaders, lastModified: number, isAhead: boolean): LightHeaders {
  if (!isAhead || !fields.has("Last-Modified")) return fields;
  const copy = new LightHeaders(fields);
  copy.set("Last-Modified", formatHttpDate(lastModified));
  return copy;
}

function contentOf(
  { octets }: Representation,
  file: OpenedFile | null,
  { start, end }: ByteRange,
): Uint8Array | FileSlice {
  if (octets !== null) return start === 0 && end === octets.length ? octets : octets.subarray(start, end);
  if (file === null) throw new Error("There are neither octets nor a file");
  if (start < end) return new FileSlice(file, start, end);
  file.close();
  return EMPTY;
}

/** Content that is compressed as it is sent; HEAD has none, and nothing is begun for it. */
function made(method: string, { coding }: Representation, file: OpenedFile | null): AsyncIterable<Uint8Array> | null {
  if (method !== "HEAD" && file !== null && coding !== "identity") return compressedFile(file, coding);
  file?.close();
  return null;
}

function partial(
  selected: Representation,
  fields: LightHeaders,
  size: number,
  ranges: readonly ByteRange[],
  file: OpenedFile | null,
): LightResponse {
  const headers = new LightHeaders(fields);
  const [first] = ranges as readonly [ByteRange];
  if (ranges.length === 1) {
    headers.set("Content-Range", contentRange(first, size));
    return new LightResponse(contentOf(selected, file, first), { status: 206, headers });
  }
  const { contentType, length, pieces } = byteRanges(ranges, size, selected.type, randomBytes(18).toString("hex"));
  headers.set("Content-Type", contentType);
  const { octets } = selected;
  if (octets !== null) {
    const parts = pieces.map((piece) =>
      typeof piece === "string" ? Buffer.from(piece) : octets.subarray(piece.start, piece.end),
    );
    return new LightResponse(Buffer.concat(parts), { status: 206, headers });
  }
  headers.set("Content-Length", `${length}`);
  return new LightResponse(new FilePieces(file as OpenedFile, pieces), { status: 206, headers });
}
