// Each row runs with the platform's `Headers` and with ours, and both have to come to the same.

import { describe, expect, it } from "vitest";
import { LightHeaders } from "../../src/message/index.js";
import { outcome } from "./outcome.js";

/** Made of whatever a caller without types may pass. */
type Make = (init?: unknown) => Headers;

interface Row {
  readonly rule: string;
  readonly run: (headers: Make) => unknown;
}

const native: Make = (init) => new Headers(init as Record<string, string>);
const light: Make = (init) => new LightHeaders(init as Record<string, string>);

/** Headers that were changed, as their entries. */
function after(headers: Headers, change: (headers: Headers) => void): Headers {
  change(headers);
  return headers;
}

class NameAndValue {
  *[Symbol.iterator](): Generator<string> {
    yield "X-A";
    yield "1";
  }
}

const CONSTRUCTED: readonly Row[] = [
  { rule: "of nothing", run: (headers) => headers() },
  { rule: "of undefined", run: (headers) => headers(undefined) },
  { rule: "of null", run: (headers) => headers(null) },
  { rule: "of a string", run: (headers) => headers("a: b") },
  { rule: "of a number", run: (headers) => headers(1) },
  { rule: "of a boolean", run: (headers) => headers(true) },
  { rule: "of a symbol", run: (headers) => headers(Symbol("a")) },
  { rule: "of an empty record", run: (headers) => headers({}) },
  { rule: "of a record", run: (headers) => headers({ B: "2", a: "1" }) },
  {
    rule: "of a record without a prototype",
    run: (headers) => headers(Object.assign(Object.create(null), { a: "1" })),
  },
  { rule: "of a record with names that differ in case", run: (headers) => headers({ a: "1", A: "2" }) },
  { rule: "of a record with a value that is no string", run: (headers) => headers({ a: 1, b: null, c: undefined }) },
  { rule: "of a record with a list", run: (headers) => headers({ a: ["1", "2"] }) },
  { rule: "of a record with a symbol as a value", run: (headers) => headers({ a: Symbol("b") }) },
  { rule: "of a record with a symbol as a name", run: (headers) => headers({ [Symbol("a")]: "b" }) },
  {
    rule: "of a record that inherits",
    run: (headers) => headers(Object.create({ a: "1" }, { b: { value: "2", enumerable: true } })),
  },
  { rule: "of a record with an empty name", run: (headers) => headers({ "": "1" }) },
  { rule: "of a record with an invalid name", run: (headers) => headers({ "a b": "1" }) },
  { rule: "of a record with an invalid value", run: (headers) => headers({ a: "1\r\nb: 2" }) },
  { rule: "of a Proxy over a record", run: (headers) => headers(new Proxy({ a: "1", B: "2" }, {})) },
  {
    rule: "of pairs",
    run: (headers) =>
      headers([
        ["B", "2"],
        ["a", "1"],
      ]),
  },
  {
    rule: "of pairs of the same name",
    run: (headers) =>
      headers([
        ["a", "1"],
        ["b", "2"],
        ["A", "3"],
      ]),
  },
  { rule: "of no pairs", run: (headers) => headers([]) },
  { rule: "of a pair of one", run: (headers) => headers([["a"]]) },
  { rule: "of a pair of three", run: (headers) => headers([["a", "1", "2"]]) },
  { rule: "of a pair that is a string of two", run: (headers) => headers(["ab"]) },
  { rule: "of a pair that is null", run: (headers) => headers([null]) },
  { rule: "of a pair that is no list", run: (headers) => headers([{ a: "1" }]) },
  { rule: "of a pair that is an iterable", run: (headers) => headers([new NameAndValue()]) },
  { rule: "of a pair that is a Set", run: (headers) => headers([new Set(["a", "1"])]) },
  {
    rule: "of a Map",
    run: (headers) =>
      headers(
        new Map([
          ["B", "2"],
          ["a", "1"],
        ]),
      ),
  },
  {
    rule: "of a generator",
    run: (headers) =>
      headers(
        (function* () {
          yield ["a", "1"];
        })(),
      ),
  },
  { rule: "of an object whose iterator is no function", run: (headers) => headers({ [Symbol.iterator]: 1 }) },
  { rule: "of an object whose iterator is null", run: (headers) => headers({ [Symbol.iterator]: null }) },
  { rule: "of URLSearchParams", run: (headers) => headers(new URLSearchParams("a=1&b=2")) },
  {
    rule: "of the platform's Headers",
    run: (headers) =>
      headers(
        new Headers([
          ["B", "2"],
          ["a", "1"],
          ["b", "3"],
        ]),
      ),
  },
  {
    rule: "of the platform's Headers with cookies",
    run: (headers) =>
      headers(
        new Headers([
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ]),
      ).getSetCookie(),
  },
  {
    rule: "of its own kind",
    run: (headers) =>
      headers(
        headers([
          ["B", "2"],
          ["a", "1"],
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ]),
      ),
  },
  {
    rule: "of its own kind, which stays apart",
    run: (headers) => {
      const first = headers({ a: "1" });
      headers(first).set("a", "2");
      return first;
    },
  },
];

const VALID: readonly Row[] = ["a", "A", "x-y", "!#$%&'*+-.^_`|~09azAZ"].map((name) => ({
  rule: `name ${name} is valid`,
  run: (headers) => headers([[name, "1"]]),
}));

const INVALID_NAMES: readonly Row[] = [
  "",
  " ",
  "a ",
  " a",
  "a b",
  "a:b",
  "a\r",
  "a\n",
  "a\0",
  "ä",
  "€",
  'a"',
  "a(",
  "a,",
  "a/",
  "a;",
  "a=",
  "a@",
  "a[",
  "a{",
  "\x7f",
].flatMap((name): Row[] => [
  { rule: `append refuses the name ${JSON.stringify(name)}`, run: (headers) => headers().append(name, "1") },
  {
    rule: `get, set, has, delete refuse the name ${JSON.stringify(name)}`,
    run: (headers) =>
      Promise.all([
        outcome(() => headers().get(name)),
        outcome(() => headers().set(name, "1")),
        outcome(() => headers().has(name)),
        outcome(() => headers().delete(name)),
      ]),
  },
]);

const VALUES: readonly Row[] = [
  "",
  " ",
  "\t",
  "\r\n",
  "a",
  " a ",
  "\ta\t",
  "\r\na\r\n",
  "\n a",
  "a b",
  "a\tb",
  "a\rb",
  "a\nb",
  "a\r\nb",
  "a\r\n b",
  "\0",
  "a\0b",
  "é",
  "\xff",
  "\x80",
  "€",
  "😀",
  "\ud800",
  "\u0100",
  "\u2028",
  "\xa0a\xa0",
  "\va",
  "a\f",
  ",",
  "a,,b",
  '"a, b"',
].map((value) => ({
  rule: `value ${JSON.stringify(value)}`,
  run: (headers) => after(headers(), (h) => h.set("a", value)).get("a"),
}));
// Refused by ours alone: see "control octets" below.
const CONTROL = new Set(["\va", "a\f"]);

const METHODS: readonly Row[] = [
  { rule: "get of what is not there", run: (headers) => headers().get("a") },
  { rule: "get in another case", run: (headers) => headers({ "Content-Type": "a" }).get("CONTENT-type") },
  {
    rule: "get combines lines",
    run: (headers) =>
      headers([
        ["a", "1"],
        ["A", "2"],
        ["a", ""],
      ]).get("a"),
  },
  {
    rule: "get combines lines of Set-Cookie",
    run: (headers) =>
      headers([
        ["set-cookie", "a"],
        ["set-cookie", "b"],
      ]).get("set-cookie"),
  },
  {
    rule: "get combines lines of Cookie",
    run: (headers) =>
      headers([
        ["cookie", "a=1"],
        ["cookie", "b=2"],
      ]).get("cookie"),
  },
  {
    rule: "get of a name that is no string",
    run: (headers) => headers({ 1: "a", null: "b", undefined: "c" }).get(null as never),
  },
  { rule: "get of a symbol", run: (headers) => headers().get(Symbol("a") as never) },
  { rule: "has", run: (headers) => [headers({ A: "" }).has("a"), headers({ a: "1" }).has("A"), headers().has("a")] },
  { rule: "append returns nothing", run: (headers) => headers().append("a", "1") },
  { rule: "append to what is there", run: (headers) => after(headers({ a: "1" }), (h) => h.append("A", "2")) },
  { rule: "append of a value that is no string", run: (headers) => after(headers(), (h) => h.append("a", 5 as never)) },
  { rule: "append of a symbol", run: (headers) => headers().append("a", Symbol("b") as never) },
  {
    rule: "append of a refused value changes nothing",
    run: (headers) =>
      after(headers({ a: "1" }), (h) => {
        try {
          h.append("a", "\n\0");
        } catch {}
      }),
  },
  { rule: "set returns nothing", run: (headers) => headers().set("a", "1") },
  {
    rule: "set replaces all lines",
    run: (headers) =>
      after(
        headers([
          ["a", "1"],
          ["b", "2"],
          ["A", "3"],
        ]),
        (h) => h.set("a", "4"),
      ),
  },
  {
    rule: "set of Set-Cookie replaces all lines",
    run: (headers) =>
      after(
        headers([
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ]),
        (h) => h.set("Set-Cookie", "c"),
      ).getSetCookie(),
  },
  {
    rule: "set of a refused value changes nothing",
    run: (headers) =>
      after(headers({ a: "1" }), (h) => {
        try {
          h.set("a", "€");
        } catch {}
      }),
  },
  { rule: "delete of what is not there", run: (headers) => headers().delete("a") },
  {
    rule: "delete of all lines",
    run: (headers) =>
      after(
        headers([
          ["a", "1"],
          ["b", "2"],
          ["A", "3"],
        ]),
        (h) => h.delete("a"),
      ),
  },
  {
    rule: "delete of Set-Cookie",
    run: (headers) =>
      after(
        headers([
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ]),
        (h) => h.delete("SET-COOKIE"),
      ).getSetCookie(),
  },
  { rule: "getSetCookie of nothing", run: (headers) => headers().getSetCookie() },
  { rule: "getSetCookie of one", run: (headers) => headers({ "Set-Cookie": "a=1, b" }).getSetCookie() },
  {
    rule: "getSetCookie keeps the order",
    run: (headers) =>
      headers([
        ["Set-Cookie", "b"],
        ["x", "y"],
        ["SET-COOKIE", "a"],
        ["set-cookie", "b"],
      ]).getSetCookie(),
  },
  {
    rule: "getSetCookie gives a list of its own",
    run: (headers) => {
      const h = headers({ "set-cookie": "a" });
      h.getSetCookie().push("b");
      return h.getSetCookie();
    },
  },
  { rule: "getSetCookie knows no Set-Cookie2", run: (headers) => headers([["set-cookie2", "a"]]).getSetCookie() },
];

const ITERATED: readonly Row[] = [
  {
    rule: "entries are sorted and in lower case",
    run: (headers) => [
      ...headers([
        ["C", "1"],
        ["a", "2"],
        ["B", "3"],
        ["a-b", "4"],
        ["A!", "5"],
        ["_", "6"],
      ]).entries(),
    ],
  },
  {
    rule: "keys",
    run: (headers) => [
      ...headers([
        ["C", "1"],
        ["a", "2"],
        ["c", "3"],
      ]).keys(),
    ],
  },
  {
    rule: "values",
    run: (headers) => [
      ...headers([
        ["C", "1"],
        ["a", "2"],
        ["c", "3"],
      ]).values(),
    ],
  },
  {
    rule: "keys of Set-Cookie lines",
    run: (headers) => [
      ...headers([
        ["set-cookie", "b"],
        ["z", ""],
        ["set-cookie", "a"],
      ]).keys(),
    ],
  },
  {
    rule: "Set-Cookie lines stay apart, in their order",
    run: (headers) => [
      ...headers([
        ["x", "1"],
        ["set-cookie", "b"],
        ["a", "2"],
        ["Set-Cookie", "a"],
      ]),
    ],
  },
  {
    rule: "forEach gives value and name",
    run: (headers) => {
      const seen: unknown[] = [];
      headers({ B: "2", a: "1" }).forEach((value, name) => {
        seen.push([value, name]);
      });
      return seen;
    },
  },
  {
    rule: "forEach gives the headers",
    run: (headers) => {
      const h = headers({ a: "1" });
      const seen: unknown[] = [];
      h.forEach((_value, _name, all) => {
        seen.push(all === h);
      });
      return seen;
    },
  },
  {
    rule: "forEach calls with thisArg",
    run: (headers) => {
      const seen: unknown[] = [];
      headers({ a: "1" }).forEach(function (this: unknown) {
        seen.push(this);
      }, seen.length as never);
      return seen.map(String);
    },
  },
  { rule: "forEach of no function", run: (headers) => headers({ a: "1" }).forEach({} as never) },
  { rule: "forEach of no function, no headers", run: (headers) => headers().forEach(undefined as never) },
  { rule: "forEach returns nothing", run: (headers) => headers({ a: "1" }).forEach(() => {}) },
  {
    rule: "an error out of forEach",
    run: (headers) =>
      headers({ a: "1" }).forEach(() => {
        throw new RangeError();
      }),
  },
  {
    rule: "what is added during an iteration shows when it sorts behind",
    run: (headers) => {
      const h = headers({ a: "1", c: "3" });
      const seen = [];
      for (const [name] of h) {
        seen.push(name);
        if (name === "a") h.set("d", "4");
      }
      return seen;
    },
  },
  {
    rule: "what is added during an iteration shifts when it sorts before",
    run: (headers) => {
      const h = headers({ b: "1", c: "3" });
      const seen = [];
      for (const [name] of h) {
        seen.push(name);
        if (seen.length === 1) h.set("a", "4");
      }
      return seen;
    },
  },
  {
    rule: "what is deleted during an iteration is left out",
    run: (headers) => {
      const h = headers({ a: "1", b: "2", c: "3" });
      const seen = [];
      for (const [name] of h) {
        seen.push(name);
        h.delete("b");
      }
      return seen;
    },
  },
  {
    rule: "deleting all during an iteration ends it",
    run: (headers) => {
      const h = headers({ a: "1", b: "2", c: "3" });
      const seen = [];
      for (const name of h.keys()) {
        seen.push(name);
        for (const other of ["a", "b", "c"]) h.delete(other);
      }
      return seen;
    },
  },
  {
    rule: "an entry is a pair of its own",
    run: (headers) => {
      const h = headers({ a: "1" });
      for (const entry of h) entry[1] = "2";
      return h.get("a");
    },
  },
  {
    rule: "iterators are iterable",
    run: (headers) => {
      const entries = headers({ a: "1" }).entries();
      return entries[Symbol.iterator]() === entries;
    },
  },
  {
    rule: "the default iterator is entries",
    run: (headers) => Headers.prototype[Symbol.iterator] !== undefined && [...headers({ a: "1" })[Symbol.iterator]()],
  },
  {
    rule: "Object.fromEntries",
    run: (headers) =>
      Object.fromEntries(
        headers([
          ["B", "2"],
          ["a", "1"],
          ["b", "3"],
        ]),
      ),
  },
  { rule: "a Map of them", run: (headers) => [...new Map(headers({ b: "2", a: "1" }))] },
];

const IDENTITY: readonly Row[] = [
  { rule: "instanceof", run: (headers) => headers() instanceof Headers },
  { rule: "the kind's tag", run: (headers) => Object.prototype.toString.call(headers()) },
  { rule: "String()", run: (headers) => String(headers({ a: "1" })) },
  { rule: "JSON.stringify", run: (headers) => JSON.stringify(headers({ a: "1" })) },
  { rule: "no members of its own", run: (headers) => Object.keys(headers({ a: "1" })) },
  { rule: "spread into an object", run: (headers) => ({ ...headers({ a: "1" }) }) },
  {
    rule: "as fields of the platform's Headers",
    run: (headers) =>
      new Headers(
        headers([
          ["A", "1"],
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ]),
      ),
  },
  {
    rule: "as fields of the platform's Response",
    run: (headers) => new Response(null, { headers: headers({ A: "1" }) }).headers,
  },
  {
    rule: "as fields of the platform's Request",
    run: (headers) => new Request("http://a/", { headers: headers({ A: "1" }) }).headers,
  },
];

describe.each([
  ["constructed", CONSTRUCTED],
  ["valid names", VALID],
  ["invalid names", INVALID_NAMES],
  ["values", VALUES.filter(({ rule }) => ![...CONTROL].some((value) => rule === `value ${JSON.stringify(value)}`))],
  ["methods", METHODS],
  ["iterated", ITERATED],
  ["identity", IDENTITY],
])("%s", (_topic, rows) => {
  it.each(rows)("$rule", async ({ run }) => {
    expect(await outcome(() => run(light))).toEqual(await outcome(() => run(native)));
  });
});

describe("control octets", () => {
  const controls = Array.from({ length: 0x20 }, (_, code) => code).concat(0x7f);
  it.each(controls.filter((code) => ![0x09].includes(code)))("octet %i inside of a value is refused", (code) => {
    expect(() => new LightHeaders().set("a", `b${String.fromCharCode(code)}c`)).toThrow(TypeError);
  });
});
