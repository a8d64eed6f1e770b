// The soak's own judgement: options, and what counts as growth. `npm run soak` is the soak itself.

import { describe, expect, it } from "vitest";
import { isContent, octetsOf } from "../../soak/content.js";
import { readOptions } from "../../soak/options.js";
import { flatness, type Sample } from "../../soak/samples.js";

describe("options", () => {
  it("have defaults", () => {
    expect(readOptions([])).toEqual({ minutes: 10, clients: 1000, seed: 1, parts: ["mixed", "slow-heads"] });
    expect(readOptions(["--minutes", "0.5", "--only", "mixed"])).toMatchObject({ minutes: 0.5, parts: ["mixed"] });
  });

  it.each([
    { args: ["--minutes", "ten"], message: /^--minutes takes a number from 0\.1 to 10000, not "ten"\.\n\nOptions:/ },
    { args: ["--clients", "5001"], message: /^--clients takes a number from 1 to 5000, not "5001"\./ },
    { args: ["--only", "all"], message: /^--only takes mixed or slow-heads, not "all"\./ },
    { args: ["--minute", "1"], message: /Unknown option '--minute'/ },
  ])("that are wrong are told: $args", ({ args, message }) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe("growth", () => {
  const MEBI = 2 ** 20;
  const samples = (rssAt: (minute: number) => number, filesAt: (minute: number) => number): Sample[] =>
    Array.from({ length: 120 }, (_, index) => {
      const at = index * 5;
      return { at, rss: rssAt(at / 60) * MEBI, files: filesAt(at / 60), heap: 0, connections: 0, cpu: 0 };
    });
  const steady = () => 100;

  it.each([
    { rule: "the same all the time", rss: steady, files: steady, isFlat: [true, true] },
    {
      rule: "up in the first two minutes",
      rss: (minute: number) => 50 + 50 * Math.min(2, minute),
      files: steady,
      isFlat: [true, true],
    },
    {
      rule: "up and down",
      rss: (minute: number) => 100 + 30 * Math.sin(minute * 10),
      files: steady,
      isFlat: [true, true],
    },
    {
      rule: "5 MiB more every minute",
      rss: (minute: number) => 100 + 5 * minute,
      files: steady,
      isFlat: [false, true],
    },
    {
      rule: "20 files more every minute",
      rss: steady,
      files: (minute: number) => 100 + 20 * minute,
      isFlat: [true, false],
    },
  ])("$rule", ({ rss, files, isFlat }) => {
    expect(flatness(samples(rss, files), 120).map((row) => row.isFlat)).toEqual(isFlat);
  });
});

it("content is known again, wherever it is cut, and a wrong octet is seen", () => {
  const octets = octetsOf(7, 2_500_000);
  expect(isContent(7, 0, octets)).toBe(true);
  expect(isContent(7, 1_048_575, octets.subarray(1_048_575))).toBe(true);
  expect(isContent(8, 0, octets)).toBe(false);
  octets[2_400_000] = (octets[2_400_000] as number) ^ 1;
  expect(isContent(7, 0, octets)).toBe(false);
});
