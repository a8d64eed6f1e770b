// Work grows as the octets do, however small the pieces are in which they come: four times the octets are at most a little
// more than four times the work. Otherwise a peer could buy minutes of our time with a megabyte of its own, octet by octet.
//
// Work is counted, not timed (work-meter.ts says how): a reader that looked at everything again with each octet would show
// as sixteen times the work. What neither counter sees, the time limit of the tests still catches: at 1 MiB, quadratic work
// of any kind takes minutes.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Limits, ServerCodec } from "../../src/protocol/index.js";
import { measure, startMeter, stopMeter, type Work } from "./work-meter.js";

interface LinearCase {
  readonly name: string;
  /** About as many octets as it is given. */
  readonly wire: (octets: number) => string;
}

const KIB = 1024;
/** From small to large, so that quadratic work fails within seconds and never gets as far as the last. */
const SIZES = [16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB];
/** Between four, which is linear, and sixteen, which is quadratic; n log n would be four and a half. */
const MOST_GROWTH = 4.4;
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
  { name: "content", wire: (octets) => `${get(`Content-Length: ${octets}\r\n`)}${times("x", octets)}` },
];

let codecs: typeof import("../../src/protocol/index.js");

beforeAll(async () => {
  startMeter();
  codecs = await import("../../src/protocol/index.js");
});
afterAll(stopMeter);

describe("four times the octets, one by one, are four times the work", () => {
  it.each(CASES)("$name", { timeout: MOST_MILLISECONDS }, ({ wire }) => {
    expectLinear((octets) => readOctetByOctet(Buffer.from(wire(octets), "latin1")));
  });

  it("what is pipelined while we are paused", { timeout: MOST_MILLISECONDS }, () => {
    expectLinear(pipelineWhilePaused);
  });
});

describe("the meter shows quadratic work", () => {
  it("of a reader that looks at all octets again", () => {
    const [small, large] = [measure(THIS_FILE, () => lookAgain(1000)), measure(THIS_FILE, () => lookAgain(4000))];
    expect(large.blocks / small.blocks).toBeGreaterThan(MOST_GROWTH);
  });

  it("of a reader that copies all octets again", () => {
    const [small, large] = [measure(THIS_FILE, () => copyAgain(1000)), measure(THIS_FILE, () => copyAgain(4000))];
    expect(large.octets / small.octets).toBeGreaterThan(MOST_GROWTH);
  });
});

function expectLinear(run: (octets: number) => void): void {
  let last: Work | null = null;
  for (const octets of SIZES) {
    const work = measure(CODEC, () => run(octets));
    // Fewer would mean that the blocks were not counted at all.
    expect(work.blocks).toBeGreaterThan(octets);
    if (last !== null) {
      expect(work.blocks / last.blocks, `growth of blocks at ${octets} octets`).toBeLessThan(MOST_GROWTH);
      expect(work.octets / last.octets, `growth of octets touched at ${octets} octets`).toBeLessThan(MOST_GROWTH);
    }
    last = work;
  }
}

function readOctetByOctet(octets: Uint8Array): void {
  const codec = new codecs.ServerCodec(LIMITS);
  for (let at = 0; at < octets.length; at++) {
    codec.receive(octets.subarray(at, at + 1));
    drain(codec);
  }
  expect(codec.receiving).toBe("done");
}

function pipelineWhilePaused(octets: number): void {
  const codec = new codecs.ServerCodec(LIMITS);
  codec.receive(Buffer.from(get("")));
  drain(codec);
  const octet = Buffer.from("x");
  for (let left = octets; left > 0; left--) {
    codec.receive(octet);
    drain(codec);
  }
  expect(codec.buffered).toBe(octets);
}

function drain(codec: ServerCodec): void {
  while (typeof codec.nextEvent() === "object");
}

function lookAgain(octets: number): number {
  let sum = 0;
  for (let received = 1; received <= octets; received++) {
    for (let at = 0; at < received; at++) sum += at;
  }
  return sum;
}

function copyAgain(octets: number): void {
  const octet = Buffer.from("x");
  for (let received = octet; received.length < octets; ) received = Buffer.concat([received, octet]);
}
