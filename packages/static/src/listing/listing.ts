// The answer that lists a folder: a page or JSON, as Accept says, sent as its entries are looked up.

import { createHash } from "node:crypto";
import { LightHeaders, LightResponse, requestQuery } from "@sockeye/core/message";
import { acceptWeight } from "../accept.js";
import type { ResolvedStaticOptions } from "../options.js";
import type { Found, Tree } from "../tree.js";
import { entriesOf } from "./entries.js";
import { type Entry, sortingOf } from "./entry.js";
import { isoTime, PAGE_END, pageEntry, pageStart, STYLE } from "./page.js";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** HTML; JSON where Accept likes that better: an array of `{ name, type, size, modified }`. */
export function listing(request: Request, folder: Found, tree: Tree, options: ResolvedStaticOptions): LightResponse {
  const accept = request.headers.get("accept");
  const isJson = acceptWeight(accept, "application/json") > acceptWeight(accept, "text/html");
  const sorting = sortingOf(requestQuery(request));
  const headers = new LightHeaders({
    "Content-Type": isJson ? "application/json" : "text/html; charset=utf-8",
    "Cache-Control": "no-cache",
    Vary: "Accept",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  });
  if (request.method === "HEAD") return new LightResponse(null, { headers });
  const entries = entriesOf(folder, tree, options, sorting.sort, sorting.order);
  const content = isJson ? jsonOf(entries) : pageOf(pageStart(folder.place.segments, sorting), entries);
  return new LightResponse(content, { headers });
}

type Batches = AsyncIterable<readonly Entry[]>;

async function* pageOf(start: string, batches: Batches): AsyncGenerator<string, undefined> {
  yield start;
  for await (const batch of batches) yield batch.map(pageEntry).join("");
  yield PAGE_END;
}

async function* jsonOf(batches: Batches): AsyncGenerator<string, undefined> {
  let before = "[\n";
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield before + batch.map(jsonEntry).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function jsonEntry({ name, isFolder, size, modified }: Entry): string {
  const time = isoTime(modified);
  return JSON.stringify(
    isFolder ? { name, type: "folder", modified: time } : { name, type: "file", size, modified: time },
  );
}
