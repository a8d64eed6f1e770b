import { describe, expect, it } from "vitest";
import { type ByteRange, contentRange, selectRanges, unsatisfiedRange } from "../src/ranges.js";

type Row = readonly [rule: string, value: string, expected: string, size?: number];

/** `0-1 4-5`: positions as Content-Range shows them, the last one included. */
function shown(selection: ReturnType<typeof selectRanges>): string {
  if (typeof selection === "string") return selection;
  return selection.map(({ start, end }: ByteRange) => `${start}-${end - 1}`).join(" ");
}

const many = (count: number, spec: (i: number) => string): string =>
  `bytes=${Array.from({ length: count }, (_, i) => spec(i)).join(",")}`;

// The representation has 1,000 octets, where the row says nothing else.
const INT_RANGES: readonly Row[] = [
  ["first and last", "bytes=0-1", "0-1"],
  ["one octet", "bytes=0-0", "0-0"],
  ["the last octet", "bytes=999-999", "999-999"],
  ["the whole", "bytes=0-999", "0-999"],
  ["no last", "bytes=0-", "0-999"],
  ["no last, from the middle", "bytes=500-", "500-999"],
  ["no last, from the end", "bytes=999-", "999-999"],
  ["last is clamped", "bytes=0-1000", "0-999"],
  ["last is clamped, from the middle", "bytes=500-5000", "500-999"],
  ["first behind the end", "bytes=1000-1001", "unsatisfiable"],
  ["first behind the end, no last", "bytes=1000-", "unsatisfiable"],
  ["first far behind the end", "bytes=5000-", "unsatisfiable"],
  ["last before first", "bytes=5-2", "whole"],
  ["last before first, behind the end", "bytes=5000-2000", "whole"],
  ["leading zeros", "bytes=0000-0001", "0-1"],
  ["leading zeros are no size", "bytes=009-10", "9-10"],
  ["leading zeros, last before first", "bytes=10-0009", "whole"],
  ["last beyond 2^53", "bytes=0-99999999999999999999", "0-999"],
  ["first beyond 2^53", "bytes=99999999999999999999-", "unsatisfiable"],
  ["both beyond 2^53", "bytes=9007199254740993-9007199254740994", "unsatisfiable"],
  ["both beyond 2^53, last before first", "bytes=9007199254740993-9007199254740992", "whole"],
  ["beyond any double", `bytes=0-${"9".repeat(400)}`, "0-999"],
  ["first beyond any double", `bytes=${"9".repeat(400)}-`, "unsatisfiable"],
  ["2^31", "bytes=2147483648-2147483649", "2147483648-2147483649", 2 ** 33],
  ["2^32", "bytes=4294967296-", "4294967296-8589934591", 2 ** 33],
];

const SUFFIX_RANGES: readonly Row[] = [
  ["suffix", "bytes=-1", "999-999"],
  ["a longer suffix", "bytes=-500", "500-999"],
  ["as long as all", "bytes=-1000", "0-999"],
  ["longer than all", "bytes=-1001", "0-999"],
  ["far longer than all", "bytes=-99999999999999999999", "0-999"],
  ["of no octets", "bytes=-0", "unsatisfiable"],
  ["of no octets, in more digits", "bytes=-000", "unsatisfiable"],
  ["of no octets, beside another", "bytes=-0,0-1", "0-1"],
  ["leading zeros", "bytes=-0005", "995-999"],
];

const EMPTY: readonly Row[] = [
  ["nothing to select", "bytes=0-", "unsatisfiable", 0],
  ["nothing to select, first and last", "bytes=0-0", "unsatisfiable", 0],
  ["a suffix of nothing is nothing", "bytes=-1", "whole", 0],
  ["a suffix of no octets", "bytes=-0", "unsatisfiable", 0],
  ["several", "bytes=0-1,-1", "whole", 0],
  ["malformed", "bytes=x", "whole", 0],
];

const ONE_OCTET: readonly Row[] = [
  ["all of it", "bytes=0-0", "0-0", 1],
  ["its suffix", "bytes=-1", "0-0", 1],
  ["behind it", "bytes=1-", "unsatisfiable", 1],
];

const MALFORMED: readonly Row[] = [
  ["nothing", "", "whole"],
  ["no unit", "0-1", "whole"],
  ["no unit but the sign", "=0-1", "whole"],
  ["no set", "bytes=", "whole"],
  ["no set but white space", "bytes= ", "whole"],
  ["no set but commas", "bytes=,,", "whole"],
  ["no sign", "bytes 0-1", "whole"],
  ["a colon for the sign", "bytes:0-1", "whole"],
  ["white space before the sign", "bytes =0-1", "whole"],
  ["white space before the unit", " bytes=0-1", "whole"],
  ["another unit", "octets=0-1", "whole"],
  ["another unit that ends alike", "kilobytes=0-1", "whole"],
  ["another unit that begins alike", "bytesx=0-1", "whole"],
  ["the unit items", "items=0-5", "whole"],
  ["no hyphen", "bytes=1", "whole"],
  ["a hyphen alone", "bytes=-", "whole"],
  ["two hyphens", "bytes=0--1", "whole"],
  ["three positions", "bytes=0-1-2", "whole"],
  ["a negative suffix", "bytes=--1", "whole"],
  ["negative and more", "bytes=-1-2", "whole"],
  ["a sign", "bytes=+1-2", "whole"],
  ["a sign at last", "bytes=1-+2", "whole"],
  ["a fraction", "bytes=1.5-2", "whole"],
  ["a fraction at last", "bytes=1-2.5", "whole"],
  ["hexadecimal", "bytes=0x1-2", "whole"],
  ["an exponent", "bytes=1e1-20", "whole"],
  ["letters behind", "bytes=0-1x", "whole"],
  ["letters", "bytes=abc", "whole"],
  ["letters for positions", "bytes=a-b", "whole"],
  ["white space around the hyphen", "bytes=0 - 1", "whole"],
  ["white space behind the hyphen", "bytes=0- 1", "whole"],
  ["digits that are not ASCII", "bytes=٠-١", "whole"],
  ["a quoted set", 'bytes="0-1"', "whole"],
  ["a semicolon", "bytes=0-1;2-3", "whole"],
  ["one fault spoils all", "bytes=0-1,x", "whole"],
  ["one fault spoils all, at first", "bytes=x,0-1", "whole"],
  ["one that is backwards spoils all", "bytes=0-1,5-2", "whole"],
  ["a fault behind unsatisfiable ones", "bytes=5000-,x", "whole"],
  ["no line end", "bytes=0-1\n", "whole"],
  ["bytes twice", "bytes=0-1, bytes=2-3", "whole"],
];

const FORMS: readonly Row[] = [
  ["the unit in capitals", "BYTES=0-1", "0-1"],
  ["the unit in both letter cases", "Bytes=0-1", "0-1"],
  ["white space behind the sign", "bytes= 0-1", "0-1"],
  ["a tab behind the sign", "bytes=\t0-1", "0-1"],
  ["white space behind", "bytes=0-1 ", "0-1"],
  ["white space around the comma", "bytes=0-1 ,\t4-5", "0-1 4-5"],
  ["an empty element", "bytes=0-1,,4-5", "0-1 4-5"],
  ["empty elements around", "bytes=,0-1,", "0-1"],
];

const SEVERAL: readonly Row[] = [
  ["two", "bytes=0-1,4-5", "0-1 4-5"],
  ["three", "bytes=0-0,500-599,-1", "0-0 500-599 999-999"],
  ["they keep their order", "bytes=-1,0-0", "999-999 0-0"],
  ["they keep their order, descending", "bytes=900-,500-599,0-0", "900-999 500-599 0-0"],
  ["unsatisfiable ones are left out", "bytes=0-1,5000-", "0-1"],
  ["unsatisfiable ones, at first", "bytes=5000-,0-1", "0-1"],
  ["all unsatisfiable", "bytes=5000-,6000-6001,-0", "unsatisfiable"],
  ["overlap", "bytes=0-4,2-6", "0-6"],
  ["overlap, descending", "bytes=2-6,0-4", "0-6"],
  ["one inside another", "bytes=0-100,5-6", "0-100"],
  ["one around another", "bytes=5-6,0-100", "0-100"],
  ["the same twice", "bytes=5-6,5-6", "5-6"],
  ["they touch", "bytes=0-4,5-9", "0-9"],
  ["they touch, descending", "bytes=5-9,0-4", "0-9"],
  ["an octet between", "bytes=0-4,6-9", "0-4 6-9"],
  ["one that closes a gap", "bytes=0-4,6-9,5-5", "0-9"],
  ["one that joins many", "bytes=0-1,4-5,8-9,500-501,1-8", "0-9 500-501"],
  ["the joined one stands first", "bytes=500-501,0-1,501-600", "500-600 0-1"],
  ["a suffix overlaps", "bytes=990-,-20", "980-999"],
  ["together the whole", "bytes=0-499,500-999", "whole"],
  ["the whole and more", "bytes=0-,5-6", "whole"],
  ["the whole many times", many(1000, () => "0-"), "whole"],
  ["all but an octet, many times", many(1000, () => "1-"), "1-999"],
  [
    "64 parts",
    many(64, (i) => `${4 * i}-${4 * i}`),
    Array.from({ length: 64 }, (_, i) => `${4 * i}-${4 * i}`).join(" "),
  ],
  ["65 parts", many(65, (i) => `${4 * i}-${4 * i}`), "whole"],
  ["65 parts and a fault", `${many(65, (i) => `${4 * i}-${4 * i}`)},x`, "whole"],
  ["100 that touch", many(100, (i) => `${i}-${i}`), "0-99"],
];

describe.each([
  ["int-range", INT_RANGES],
  ["suffix-range", SUFFIX_RANGES],
  ["an empty representation", EMPTY],
  ["one octet", ONE_OCTET],
  ["malformed, or of another unit: to be ignored", MALFORMED],
  ["forms", FORMS],
  ["several", SEVERAL],
])("%s", (_, rows) => {
  it.each(rows.map((row) => [...row] as const))("%s: %s", (...[, value, expected, size = 1000]) => {
    expect(shown(selectRanges(value, size))).toBe(expected);
  });
});

describe("every short value", () => {
  // All values of up to six characters over what the grammar is made of, against the grammar as written in the RFC.
  const ALPHABET = ["0", "2", "9", "-", ",", " "];
  const SPEC = /^(?:(\d+)-(\d*)|-(\d+))$/;

  function* values(length: number): Iterable<string> {
    if (length === 0) yield "";
    else for (const rest of values(length - 1)) for (const character of ALPHABET) yield rest + character;
  }

  it("selects the octets that the RFC says, and none besides", () => {
    const size = 10;
    for (let length = 0; length <= 6; length++) {
      for (const set of values(length)) {
        const specs = set
          .split(",")
          .map((text) => text.replace(/^ +| +$/g, ""))
          .filter((text) => text !== "");
        const parsed = specs.map((text) => SPEC.exec(text));
        const valid = parsed.length > 0 && parsed.every((m) => m !== null && !(m[2] && Number(m[2]) < Number(m[1])));
        const wanted = new Set<number>();
        for (const match of parsed) {
          for (let i = 0; i < size; i++) {
            const inside =
              match?.[3] === undefined
                ? i >= Number(match?.[1]) && i <= Number(match?.[2] || size)
                : i >= size - Number(match[3]);
            if (inside) wanted.add(i);
          }
        }
        const selection = selectRanges(`bytes=${set}`, size);
        if (!valid) expect(selection, set).toBe("whole");
        else if (wanted.size === 0) expect(selection, set).toBe("unsatisfiable");
        else if (selection === "whole") expect(wanted.size, set).toBe(size);
        else {
          const octets = (selection as readonly ByteRange[]).flatMap(({ start, end }) =>
            Array.from({ length: end - start }, (_, i) => start + i),
          );
          expect(
            octets.toSorted((a, b) => a - b),
            set,
          ).toEqual([...wanted].toSorted((a, b) => a - b));
        }
      }
    }
  });
});

it("long values are judged in linear time", () => {
  for (const piece of [" ", "0", "0-", "-", ",", "0-0,", "\t,"]) {
    expect(selectRanges(`bytes=${piece.repeat(200_000)}x`, 1000)).toBe("whole");
  }
});

it("Content-Range has the last position, not the one behind it", () => {
  expect(contentRange({ start: 0, end: 500 }, 1234)).toBe("bytes 0-499/1234");
  expect(unsatisfiedRange(1234)).toBe("bytes */1234");
});
