import { describe, expect, it } from "vitest";
import { type ContentCoding, chooseCoding } from "../src/accept-encoding.js";

const ALL: readonly ContentCoding[] = ["br", "zstd", "gzip"];
const GZIP: readonly ContentCoding[] = ["gzip"];

type Row = readonly [rule: string, accept: string | null, expected: ContentCoding | "identity", ContentCoding[]?];

const rows: Readonly<Record<string, readonly Row[]>> = {
  "no field, or none of ours": [
    ["no field", null, "identity"],
    ["an empty field: identity alone", "", "identity"],
    ["white space", "  ", "identity"],
    ["commas", ",,", "identity"],
    ["identity", "identity", "identity"],
    ["one we do not have", "deflate", "identity"],
    ["one nobody has", "foo;q=1.0", "identity"],
    ["compress", "compress, x-compress", "identity"],
    ["nothing available", "br, gzip", "identity", []],
    ["another than what is available", "br", "identity", ["gzip"]],
  ],
  "one coding": [
    ["gzip", "gzip", "gzip"],
    ["br", "br", "br"],
    ["zstd", "zstd", "zstd"],
    ["x-gzip is gzip", "x-gzip", "gzip"],
    ["in capitals", "GZIP", "gzip"],
    ["in both letter cases", "gZip", "gzip"],
    ["a part of the name is not the name", "notgzip", "identity"],
    ["nor a name that begins alike", "gzipped", "identity"],
    ["nor one with a hyphen", "my-gzip", "identity"],
    ["nor brotli, which is not br", "brotli", "identity"],
  ],
  "among several of the same weight the server chooses": [
    ["as browsers say it", "gzip, deflate, br, zstd", "br"],
    ["as curl says it", "deflate, gzip, br, zstd", "br"],
    ["without br", "gzip, deflate, zstd", "zstd"],
    ["the order of the field says nothing", "gzip, br", "br"],
    ["the order of what is available does", "gzip, br", "gzip", ["gzip", "br"]],
    ["identity comes last", "identity, gzip", "gzip"],
    ["identity comes last, of a lesser weight too", "identity;q=0.5, gzip;q=0.5", "gzip"],
    ["no white space", "gzip,br", "br"],
    ["tabs", "gzip\t,\tbr", "br"],
    ["empty elements", ", gzip,, br ,", "br"],
  ],
  weights: [
    ["the higher one", "gzip;q=0.8, br;q=0.5", "gzip"],
    ["the higher one, of three decimals", "gzip;q=0.501, br;q=0.500", "gzip"],
    ["1 is the default", "br;q=0.9, gzip", "gzip"],
    ["1.000", "br;q=0.999, gzip;q=1.000", "gzip"],
    ["identity may weigh more", "gzip;q=0.5, identity;q=1.0", "identity"],
    ["identity may weigh more than br", "br;q=0.4, gzip;q=0.5, identity;q=0.8", "identity"],
    ["identity that is not named weighs least", "gzip;q=0.001", "gzip"],
    ["white space around the semicolon", "gzip ; q=0.5, br ;q=0.9", "br"],
    ["tabs around the semicolon", "gzip\t;\tq=1, br;q=0.9", "gzip"],
    ["Q in capitals", "gzip;Q=0.5, br;Q=0.1", "gzip"],
    ["a weight without decimals behind its point", "gzip;q=1., br;q=0.", "gzip"],
    ["the first of two counts", "gzip;q=0.1, gzip;q=1, br;q=0.5", "br"],
    ["the first of two names of gzip counts", "x-gzip;q=0, gzip", "identity"],
  ],
  "0 forbids": [
    ["gzip", "gzip;q=0", "identity"],
    ["gzip, three decimals", "gzip;q=0.000", "identity"],
    ["br and not gzip", "br;q=0, gzip", "gzip"],
    ["all that we have", "br;q=0, zstd;q=0, gzip;q=0", "identity"],
    ["identity, and gzip is there", "identity;q=0, gzip;q=0.1", "gzip"],
    ["identity, and there is nothing else", "identity;q=0", "identity"],
    ["identity, and gzip is not there", "identity;q=0, gzip", "identity", ["br"]],
    ["everything", "*;q=0", "identity"],
    ["everything but gzip", "gzip, *;q=0", "gzip"],
    ["everything but identity", "identity, *;q=0", "identity"],
    ["everything but identity, of little weight", "identity;q=0.1, *;q=0", "identity"],
  ],
  "the asterisk": [
    ["anything", "*", "br"],
    ["anything, of what is there", "*", "gzip", ["gzip"]],
    ["anything, of little weight", "*;q=0.1", "br"],
    ["what is named is not meant", "br;q=0, *", "zstd"],
    ["named ones weigh more", "gzip, *;q=0.5", "gzip"],
    ["named ones weigh less", "br;q=0.5, *", "zstd"],
    ["it is identity too", "gzip;q=0.5, *;q=0.8", "identity", ["gzip"]],
    ["unless identity is named", "gzip;q=0.5, identity;q=0.2, *;q=0.8", "gzip", ["gzip"]],
    ["identity forbidden, anything else", "identity;q=0, *", "br"],
    ["no prefix of a name", "g*", "identity"],
  ],
  "what is malformed is passed over": [
    ["a weight of letters", "gzip;q=abc", "identity"],
    ["a weight above 1", "gzip;q=1.5", "identity"],
    ["a weight of 2", "gzip;q=2", "identity"],
    ["a negative weight", "gzip;q=-1", "identity"],
    ["four decimals", "gzip;q=0.1234", "identity"],
    ["1 and a bit", "gzip;q=1.001", "identity"],
    ["no digit before the point", "gzip;q=.5", "identity"],
    ["no weight behind q", "gzip;q=", "identity"],
    ["no q", "gzip;", "identity"],
    ["another parameter", "gzip;level=9", "identity"],
    ["another parameter before q", "gzip;level=9;q=1", "identity"],
    ["white space around the sign", "gzip;q = 1", "identity"],
    ["two names", "gzip br", "identity"],
    ["a quoted name", '"gzip"', "identity"],
    ["a semicolon for the comma", "gzip;br", "identity"],
    ["the others still count", "br;q=x, gzip", "gzip"],
    ["white space that is not ours", "\xa0gzip", "identity"],
  ],
};

describe.each(Object.entries(rows))("%s", (_, cases) => {
  it.each(cases.map((row) => [...row] as const))("%s: %j", (...[, accept, expected, available = ALL]) => {
    expect(chooseCoding(accept, available)).toBe(expected);
  });
});

it("what is chosen is available, whatever is asked for", () => {
  const codings = ["gzip", "br", "zstd", "identity", "*"];
  const weights = ["", ";q=0", ";q=0.5"];
  for (const first of codings) {
    for (const second of codings) {
      for (const a of weights) {
        for (const b of weights) {
          expect(["gzip", "identity"]).toContain(chooseCoding(`${first}${a}, ${second}${b}`, GZIP));
        }
      }
    }
  }
});

it("long values are judged in linear time", () => {
  for (const piece of [" ", "a", ";", ",", "gzip;q=0.5,", "\t;"]) {
    expect(chooseCoding(`x${piece.repeat(200_000)}x`, ALL)).toMatch(/^(?:identity|gzip)$/);
  }
});
