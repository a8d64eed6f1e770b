// Every wire case, delivered whole, cut in two at every place, and octet by octet.

import { describe, expect, it } from "vitest";
import { REQUEST_CASES, RESPONSE_CASES } from "./cases/index.js";
import { deliveries, requestTranscript, responseTranscript, type Transcript } from "./transcript.js";
import type { WireCase } from "./wire-case.js";

describe("requests", () => {
  it.each(REQUEST_CASES)("$id: $rule", (row) => {
    hold(row, (pieces) => requestTranscript(pieces, row.eof ?? false, row.limits));
  });
});

describe("responses", () => {
  it.each(RESPONSE_CASES)("$id: $rule", (row) => {
    hold(row, (pieces) => responseTranscript(pieces, row.eof ?? false, row.requests, row.limits, row.asksUpgrade));
  });
});

function hold(row: WireCase, play: (pieces: Uint8Array[]) => Transcript): void {
  for (const pieces of deliveries(Buffer.from(row.wire, "latin1"))) {
    const { lines, fields, error } = play(pieces);
    const offset = row.expected.at(-1)?.includes("@") === true;
    const seen = offset || error === null ? lines : [...lines.slice(0, -1), `error ${error.code}`];
    expect(seen, `delivered as ${pieces.length} pieces, the first of ${pieces[0]?.length}`).toEqual(row.expected);
    if (row.fields !== undefined) expect(fields).toEqual(row.fields);
  }
}
