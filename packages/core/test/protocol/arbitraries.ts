// Arbitrary messages, cuts and octets for the properties: everything that our writers accept, and a little of what
// nobody should accept.

import fc from "fast-check";

export type FieldLine = readonly [name: string, value: string];

/** How content is sent; `null`: there is none. */
export type Content =
  | { readonly kind: "length"; readonly pieces: readonly Uint8Array[] }
  | { readonly kind: "chunked"; readonly pieces: readonly Uint8Array[]; readonly trailers: readonly FieldLine[] }
  | null;

export interface RequestSpec {
  readonly method: string;
  readonly target: string;
  readonly fields: readonly FieldLine[];
  readonly content: Content;
}

export interface ResponseSpec {
  readonly method: string;
  /** Fields of a 103 that goes before. */
  readonly earlyHints: readonly FieldLine[] | null;
  readonly status: number;
  readonly reason: string | undefined;
  readonly fields: readonly FieldLine[];
  readonly content: NonNullable<Content>;
}

const TCHARS = [..."!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const VCHARS = range(0x21, 0x7e);
const OBS_TEXT = range(0x80, 0xff);
// Visible ASCII but "#"; what can become a dot segment or a backslash stands in PATHS.
const PATH_CHARACTERS = VCHARS.filter((character) => !"#?%.\\".includes(character));
const PATHS = ["/a.b", "/..c/d..", "/.../", "//evil", "/%20%C3%A4", "/%zz", "/%2f", "/?../.", "/a?%5c"];
const HOSTS = ["a", "example.org:8080", "[::1]:80", "127.0.0.1:", "xn--bcher-kva.example"];
// They steer the message: those that are wanted are put in where they are wanted.
const STEERING = /^(?:host|content-length|transfer-encoding|connection|upgrade|expect|trailer)$/i;

const token = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...TCHARS), minLength: 1, maxLength });

const fieldName = fc.oneof(token(20), fc.constantFrom("Accept", "Cookie", "X-Forwarded-For", "te", "Content-Type"));
const fieldValue = fc
  .string({ unit: fc.constantFrom(...VCHARS, ...OBS_TEXT, " ", "\t"), maxLength: 40 })
  .map((text) => text.replace(/^[\t ]+|[\t ]+$/g, ""));
const fieldLines: fc.Arbitrary<FieldLine[]> = fc.array(
  fc.tuple(
    fieldName.filter((name) => !STEERING.test(name)),
    fieldValue,
  ),
  { maxLength: 8 },
);

const pathAndQuery = fc.oneof(
  fc.constantFrom(...PATHS),
  fc.string({ unit: fc.constantFrom(...PATH_CHARACTERS), maxLength: 30 }).map((path) => `/${path}`),
  fc.string({ unit: fc.constantFrom(...PATH_CHARACTERS, "?", "."), maxLength: 30 }).map((query) => `/?${query}`),
);
const methodAndTarget = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.oneof(fc.constantFrom("GET", "POST", "HEAD"), method()), pathAndQuery) },
  fc.tuple(
    method(),
    fc.tuple(fc.constantFrom("http://a", "HTTPS://b:443"), pathAndQuery).map((parts) => parts.join("")),
  ),
  fc.constantFrom(["OPTIONS", "*"] as const, ["CONNECT", "a:1"] as const, ["CONNECT", "[::1]:443"] as const),
);

// No piece, and pieces without an octet, are among them: an empty chunk would end the content.
const pieces = fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 4 });
const content: fc.Arbitrary<NonNullable<Content>> = fc.oneof(
  fc.record({ kind: fc.constant("length" as const), pieces }),
  fc.record({ kind: fc.constant("chunked" as const), pieces, trailers: fieldLines }),
);

export const request: fc.Arbitrary<RequestSpec> = fc
  .tuple(methodAndTarget, fieldLines, fc.constantFrom(...HOSTS), fc.nat(), fc.option(content))
  .map(([[method, target], lines, host, place, content]) => {
    const fields = lines.toSpliced(place % (lines.length + 1), 0, ["Host", host]);
    return { method, target, fields, content: method === "CONNECT" ? null : content };
  });

export const response: fc.Arbitrary<ResponseSpec> = fc.record({
  method: fc.constantFrom("GET", "POST", "HEAD"),
  earlyHints: fc.option(fieldLines),
  status: fc.oneof(fc.constantFrom(200, 204, 205, 304, 404), fc.integer({ min: 200, max: 999 })),
  reason: fc.option(fc.string({ unit: fc.constantFrom(...VCHARS, ...OBS_TEXT, " ", "\t"), maxLength: 20 }), {
    nil: undefined,
  }),
  fields: fieldLines,
  content,
});

/** Where octets are cut: each number stands for the place it is modulo their length. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.nat(), { maxLength: 12 });

/** The pieces between the cuts, in order. */
export function cutAt(octets: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = places.map((place) => place % (octets.length + 1)).sort((one, other) => one - other);
  return [0, ...sorted].map((start, index) => octets.subarray(start, sorted[index] ?? octets.length));
}

const FRAGMENTS = [
  "GET / HTTP/1.1\r\n",
  "POST /a HTTP/1.0\r\n",
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 103 \r\n\r\n",
  "Host: a\r\n",
  "Content-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close\r\n",
  "\r\n",
  "5\r\nhello\r\n",
  "0\r\n\r\n",
  ";a=b",
  "\r",
  "\n",
  ": ",
  "\0",
];

/** Octets at random, and pieces of HTTP among them, so that some of it is accepted for a while. */
export const octets: fc.Arbitrary<Buffer> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) }, latin1()), { maxLength: 12 })
  .map((parts) => Buffer.from(parts.join(""), "latin1"));

function method(): fc.Arbitrary<string> {
  return token(64).filter((name) => name !== "CONNECT");
}

function latin1(): fc.Arbitrary<string> {
  return fc.uint8Array({ maxLength: 8 }).map((octets) => Buffer.from(octets).toString("latin1"));
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));
}
