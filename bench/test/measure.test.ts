import { describe, expect, it } from "vitest";
import { median, quantile, tableOf } from "../src/measure.js";

describe("a median", () => {
  it.each([
    { samples: [3, 1, 2], expected: 2 },
    { samples: [4, 1, 3, 2], expected: 2.5 },
    { samples: [10, 9], expected: 9.5 },
    { samples: [7], expected: 7 },
    { samples: [], expected: Number.NaN },
  ])("of $samples is $expected", ({ samples, expected }) => {
    expect(median(samples)).toBe(expected);
  });
});

describe("a quantile", () => {
  it.each([
    { share: 0, expected: 10 },
    { share: 0.25, expected: 20 },
    { share: 0.375, expected: 25 },
    { share: 1, expected: 50 },
  ])("of $share is $expected", ({ share, expected }) => {
    expect(quantile([50, 40, 10, 30, 20], share)).toBe(expected);
  });
});

it("a table has columns as wide as their widest cell", () => {
  const rows = [
    ["a", 1.5],
    ["longer", 10],
  ];
  expect(tableOf(["name", "µs"], rows)).toBe("| name   | µs  |\n| ------ | --- |\n| a      | 1.5 |\n| longer | 10  |");
});
