// What docs/errors.md and docs/conformance.md say of the codec, held against the codec.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LOCAL_RULES, PROTOCOL_RULES, type ProtocolErrorCode } from "../../src/protocol/index.js";
import { REQUEST_CASES, RESPONSE_CASES } from "./cases/index.js";
import { requestTranscript, responseTranscript } from "./transcript.js";

const CODES = Object.keys(PROTOCOL_RULES) as ProtocolErrorCode[];
const errors = read("errors.md");
const conformance = read("conformance.md");
const allCases = [...REQUEST_CASES, ...RESPONSE_CASES];

function read(name: string): string {
  return readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");
}

/** The text under a heading of docs/errors.md. */
function entry(code: string): string {
  return errors.split(/^#{2,3} /m).find((section) => section.startsWith(`${code}\n`)) ?? "";
}

/** What the codec says of a wire case that ends in an error. */
function explanation(id: string): string | undefined {
  const request = REQUEST_CASES.find((row) => row.id === id);
  if (request !== undefined) {
    return requestTranscript(
      [Buffer.from(request.wire, "latin1")],
      request.eof ?? false,
      request.limits,
    ).error?.explain();
  }
  const row = RESPONSE_CASES.find((candidate) => candidate.id === id);
  if (row === undefined) return undefined;
  const { wire, eof = false, requests, limits, asksUpgrade } = row;
  return responseTranscript([Buffer.from(wire, "latin1")], eof, requests, limits, asksUpgrade).error?.explain();
}

describe("the wire cases", () => {
  it("have ids of their own", () => {
    expect(new Set(allCases.map(({ id }) => id)).size).toBe(allCases.length);
  });

  it.each(CODES)("show %s", (code) => {
    expect(allCases.some(({ expected }) => expected.at(-1)?.split(" ")[1] === code)).toBe(true);
  });
});

describe("docs/errors.md", () => {
  it.each(CODES)("says of %s what the catalogue says, with an example that holds", (code) => {
    const [status, section, message] = PROTOCOL_RULES[code];
    const text = entry(code);
    expect(text).toContain(`\n${status} · ${section} · ${message}.\n`);
    const [, id, example] = /Wire case `([^`]+)`:\n\n```text\n([\s\S]+?)\n```/.exec(text) ?? [];
    expect(id, "names a wire case and shows its explanation").toBeDefined();
    expect(explanation(id as string)).toBe(example);
  });

  it.each(Object.entries(LOCAL_RULES))("says of %s what the catalogue says", (code, message) => {
    expect(entry(code).toLowerCase()).toContain(`\n${message.toLowerCase()}.\n`);
  });

  it("has no heading without an error", () => {
    const headings = [...errors.matchAll(/^### (\S+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual([...CODES, ...Object.keys(LOCAL_RULES)]);
  });
});

describe("docs/conformance.md", () => {
  it("cites only wire cases that there are", () => {
    const ids = new Set(allCases.map(({ id }) => id));
    const cited = [...conformance.matchAll(/`([a-z0-9-]+\/[a-z0-9-]+)`/g)].map((match) => match[1] as string);
    expect(cited.length).toBeGreaterThan(200);
    expect(cited.filter((id) => !ids.has(id))).toEqual([]);
  });
});
