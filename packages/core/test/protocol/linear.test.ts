// Work grows as the octets do, however small the pieces are in which they come: an octet costs the same among a million as
// among a few thousand. Otherwise a peer could buy minutes of our time with a megabyte of its own, octet by octet.
//
// Work is counted, not timed (work-meter.ts says how): of a reader that looks at everything again with each octet, an octet
// costs four times as much where there are four times as many. What the meter does not see, the time limit of the tests
// still catches: at 1 MiB, quadratic work of any kind takes minutes.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Limits, ServerCodec } from "../../src/protocol/index.js";
import { measure, startMeter, stopMeter } from "./work-meter.js";

interface LinearCase {
  readonly name: string;
  /** About as many octets as it is given. */
  readonly wire: (octets: number) => string;
}

const KIB = 1024;
/** From small to large, so that quadratic work fails within seconds and never gets as far as the last. */
const SIZES = [16 * KIB, 64 * KIB, 1024 * KIB];
/** Of what an octet costs, from the first size on. Were it n log n, 1 MiB would show 1.4. */
const MOST_GROWTH = 1.1;
const MOST_MILLISECONDS = 30_000;
const HIGHEST = 2 ** 24;
const LIMITS: Limits = {
  requestLine: HIGHEST,
  headerSection: HIGHEST,
  fieldLines: HIGHEST,
  trailerSection: HIGHEST,
  chunkExtensions: HIGHEST,
};
const CODEC = /[\\/]src[\\/]protocol[\\/]/;
const THIS_FILE = /linear\.test\.ts/;

const get = (lines: string): string => `GET / HTTP/1.1\r\nHost: a\r\n${lines}\r\n`;
const chunked = (body: string): string => get("Transfer-Encoding: chunked\r\n") + body;
const times = (text: string, octets: number): string => text.repeat(octets / text.length);

const CASES: readonly LinearCase[] = [
  { name: "one field value", wire: (octets) => get(`Foo: ${times("v", octets)}\r\n`) },
  { name: "one field value of tabs", wire: (octets) => get(`Foo: ${times("v\t", octets)}v\r\n`) },
  {
    name: "white space around a value",
    wire: (octets) => get(`Foo:${times(" ", octets / 2)}v${times("\t", octets / 2)}\r\n`),
  },
  { name: "one field name", wire: (octets) => get(`${times("n", octets)}: v\r\n`) },
  { name: "many field lines", wire: (octets) => get(times("a: b\r\n", octets)) },
  { name: "many lines of one list", wire: (octets) => get(times("Connection: a, b\r\n", octets)) },
  { name: "one target", wire: (octets) => `GET /${times("t", octets)} HTTP/1.1\r\nHost: a\r\n\r\n` },
  {
    name: "one target of many segments",
    wire: (octets) => `GET /${times("a/..b/", octets)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  },
  { name: "one Host", wire: (octets) => `GET / HTTP/1.1\r\nHost: ${times("a", octets)}\r\n\r\n` },
  { name: "a trailer section", wire: (octets) => chunked(`0\r\n${times("a: b\r\n", octets)}\r\n`) },
  { name: "one chunk extension", wire: (octets) => chunked(`1;${times("e", octets)}\r\nx\r\n0\r\n\r\n`) },
  { name: "one quoted chunk extension", wire: (octets) => chunked(`1;a="${times('\\"', octets)}"\r\nx\r\n0\r\n\r\n`) },
  { name: "many chunk extensions", wire: (octets) => chunked(`1${times(" ; a=b", octets)}\r\nx\r\n0\r\n\r\n`) },
  { name: "chunks of one octet", wire: (octets) => chunked(`${times("1\r\nx\r\n", octets)}0\r\n\r\n`) },
  { name: "white space inside of a list", wire: (octets) => get(`Connection: a${times(" ", octets)}b\r\n`) },
  { name: "content", wire: (octets) => `${get(`Content-Length: ${octets}\r\n`)}${times("x", octets)}` },
  { name: "what is pipelined while we are paused", wire: (octets) => get("") + times("x", octets) },
];

let codecs: typeof import("../../src/protocol/index.js");

beforeAll(async () => {
  startMeter();
  codecs = await import("../../src/protocol/index.js");
});
afterAll(stopMeter);

describe("an octet costs the same among many as among few, when they come one by one", () => {
  it.each(CASES)("$name", { timeout: MOST_MILLISECONDS }, ({ wire }) => {
    let first = 0;
    for (const size of SIZES) {
      const octets = Buffer.from(wire(size), "latin1");
      const codec = new codecs.ServerCodec(LIMITS);
      const work = measure(CODEC, () => readOctetByOctet(codec, octets));
      expect(codec.receiving).toBe("done");
      // Less would mean that the blocks were not counted at all.
      expect(work).toBeGreaterThan(size);
      first ||= work / size;
      expect(work / size, `cost of an octet among ${size}`).toBeLessThan(MOST_GROWTH * first);
    }
  });
});

describe("the meter shows quadratic work", () => {
  it.each([lookAgain, copyAgain])("$name", (read) => {
    const [few, many] = [measure(THIS_FILE, () => read(1000)), measure(THIS_FILE, () => read(4000))];
    expect(many / 4000).toBeGreaterThan((3 * few) / 1000);
  });
});

function readOctetByOctet(codec: ServerCodec, octets: Uint8Array): void {
  for (let at = 0; at < octets.length; at++) {
    codec.receive(octets.subarray(at, at + 1));
    while (typeof codec.nextEvent() === "object");
  }
}

function lookAgain(octets: number): void {
  let sum = 0;
  for (let received = 1; received <= octets; received++) {
    for (let at = 0; at < received; at++) sum += at;
  }
  expect(sum).toBeGreaterThan(0);
}

function copyAgain(octets: number): void {
  const octet = Buffer.from("x");
  for (let received = octet; received.length < octets; ) received = Buffer.concat([received, octet]);
}
