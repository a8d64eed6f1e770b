import { expect, it } from "vitest";
import { Cache } from "../src/cache.js";

const KIB = 1024;
/** What an entry is reckoned at besides its octets. */
const ENTRY = 2 * KIB;

it("gives what was set, until it is deleted", () => {
  const cache = new Cache<string>(10 * KIB);
  cache.set("a", "A", 100);
  expect(cache.get("a")).toBe("A");
  expect(cache.octets).toBe(100 + ENTRY);
  cache.set("a", "B", 50);
  expect(cache.get("a")).toBe("B");
  expect(cache.octets).toBe(50 + ENTRY);
  cache.delete("a");
  expect(cache.get("a")).toBeUndefined();
  expect(cache.octets).toBe(0);
});

it("takes nothing that is larger than itself, and nothing at all where it is 0", () => {
  const cache = new Cache<string>(10 * KIB);
  cache.set("a", "A", 8 * KIB + 1);
  expect(cache.get("a")).toBeUndefined();
  cache.set("a", "A", 8 * KIB);
  expect(cache.get("a")).toBe("A");
  const none = new Cache<string>(0);
  none.set("a", "A", 0);
  expect(none.get("a")).toBeUndefined();
});

it("forgets the old value where the new one is too large", () => {
  const cache = new Cache<string>(10 * KIB);
  cache.set("a", "A", 0);
  cache.set("a", "B", 10 * KIB);
  expect(cache.get("a")).toBeUndefined();
});

it("makes room with what was not asked for", () => {
  const cache = new Cache<number>(4 * ENTRY);
  for (let i = 0; i < 4; i++) cache.set(`${i}`, i, 0);
  cache.get("0");
  cache.get("2");
  cache.set("4", 4, 0);
  cache.set("5", 5, 0);
  expect(["0", "1", "2", "3", "4", "5"].map((key) => cache.get(key))).toEqual([0, undefined, 2, undefined, 4, 5]);
});

it("never takes more than its capacity, whatever is set and asked for", () => {
  const cache = new Cache<number>(100 * KIB);
  for (let i = 0; i < 10_000; i++) {
    cache.set(`${(i * 7919) % 500}`, i, (i * 104_729) % (40 * KIB));
    cache.get(`${(i * 31) % 500}`);
    expect(cache.octets).toBeLessThanOrEqual(100 * KIB);
  }
});
