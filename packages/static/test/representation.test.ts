import type { Stats } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveStaticOptions } from "../src/options.js";
import { Describer, millisecondsToSettle } from "../src/representation.js";

const NOW = 1_000_000_000_000;

describe("how long a change might leave no trace", () => {
  it.each([
    ["changed this moment", -0.25, -0.25, 20],
    ["changed 5 ms ago", -4.75, -4.75, 16],
    ["changed 20 ms ago", -20, -20.25, 0],
    ["changed long ago", -1e9, -1e9, 0],
    ["an old date was put on it this moment", -1e9, -0.25, 20],
    ["a date to come was put on it long ago", 1e9, -1e9, 0],
    ["stamps of whole seconds", 0, 0, 2500],
    ["stamps of whole seconds, a second ago", -1000, -1000, 1500],
    ["a whole second, and a change that is not", -1000, -999.75, 0],
    ["a clock that was put back", 5000.5, 5000.5, 5021],
  ])("%s", (_, mtime, ctime, expected) => {
    expect(millisecondsToSettle({ mtimeMs: NOW + mtime, ctimeMs: NOW + ctime } as Stats, NOW)).toBe(expected);
  });
});

describe("entity-tags of what stays on disk", () => {
  const describer = new Describer(resolveStaticOptions());
  const tagOf = (stats: Partial<Stats>, size: number | null = 10, coding: "identity" | "gzip" = "identity"): string =>
    describer.describe({ path: "/a", stats: { ...OLD, ...stats } as Stats, octets: null, size, coding }).etag ?? "";
  const OLD = { size: 10, mtimeMs: NOW + 0.5, ctimeMs: NOW + 0.5, dev: 1, ino: 1 };

  it("are strong, and differ by size, time and coding", () => {
    const tags = [tagOf({}), tagOf({ size: 11 }), tagOf({ mtimeMs: NOW + 0.502 }), tagOf({}, 10, "gzip")];
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
    expect(new Set(tags).size).toBe(4);
    expect(tagOf({ ino: 2, ctimeMs: NOW + 1.5 })).toBe(tags[0]);
  });

  it("are weak and match nothing while a change might leave no trace", () => {
    const fresh = { ctimeMs: Date.now() + 0.5 };
    expect(tagOf(fresh)).toMatch(/^W\//);
    expect(tagOf(fresh)).not.toBe(tagOf(fresh));
  });

  it("are weak where the octets are made as they are sent", () => {
    expect(tagOf({}, null, "gzip")).toMatch(/^W\/"[\w-]+-gzip"$/);
    expect(tagOf({}, null, "gzip")).toBe(tagOf({}, null, "gzip"));
  });
});
