// Each row runs with a `Request` of the platform and with ours that came in over the wire, and both have to come to the
// same.

import { describe, expect, it } from "vitest";
import { LightRequest } from "../../src/message/index.js";
import { type FakeInit, FakeRequest } from "./fake-request.js";
import { type Outcome, outcome } from "./outcome.js";

type Make = (init?: FakeInit) => Request;

interface Row {
  readonly rule: string;
  readonly run: (request: Make) => unknown;
}

const light: Make = (init = {}) => new LightRequest(new FakeRequest(init));

const native: Make = ({ method, url = "http://localhost/", fields = [], content } = {}) => {
  const headers = fields.map(([name, value]): [string, string] => [name, value]);
  if (content === undefined) return new Request(url, { method: method ?? "GET", headers });
  const pieces = content.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece));
  const body = new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(new Uint8Array(piece));
    },
  });
  return new Request(url, { method: method ?? "POST", headers, body, duplex: "half" });
};

const CONTENTS: Readonly<Record<string, FakeInit>> = {
  "no content": {},
  "empty content": { content: [] },
  text: { content: ["grüß ", "dich"] },
  "a character that is cut": { content: [Uint8Array.of(0x61, 0xc3), Uint8Array.of(0xa4)] },
  "a BOM": { content: ["\ufeffa\ufeff"] },
  "octets that are no UTF-8": { content: [Uint8Array.of(0x61, 0xff, 0xed, 0xa0, 0x80, 0xc3)] },
  "JSON behind a BOM": { content: ['\ufeff{"a":', "[1]}"] },
  "broken JSON": { content: ['{"a":'] },
  "content that fails": { content: ["a", new RangeError("b")] },
  "a form": { content: ["a=1&b=%C3%BC+c"], fields: [["Content-Type", "application/x-www-form-urlencoded"]] },
  "a form of a type with parameters": {
    content: ["a=1"],
    fields: [["Content-Type", "Application/X-WWW-Form-Urlencoded; charset=utf-8"]],
  },
  "a multipart form": {
    content: [
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
      '--x\r\nContent-Disposition: form-data; name="b"; filename="c.txt"\r\nContent-Type: text/x\r\n\r\nd\r\n--x--\r\n',
    ],
    fields: [["Content-Type", "multipart/form-data; boundary=x"]],
  },
  "a multipart form without a boundary": { content: ["--x--"], fields: [["Content-Type", "multipart/form-data"]] },
  "a multipart form that is cut off": {
    content: ["--x\r\nContent-Disposition"],
    fields: [["Content-Type", "multipart/form-data; boundary=x"]],
  },
};

const READERS = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"] as const;
type Reader = (typeof READERS)[number];

/** Types of Node 20 know no `bytes`. */
function read(request: Request, reader: Reader): Promise<unknown> {
  return (request as unknown as Record<Reader, () => Promise<unknown>>)[reader]();
}

const CONTENT_ROWS: readonly Row[] = Object.entries(CONTENTS).flatMap(([name, init]): Row[] => [
  ...READERS.map((reader): Row => ({ rule: `${reader}() of ${name}`, run: (request) => read(request(init), reader) })),
  {
    rule: `body of ${name}`,
    run: async (request) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of request(init).body ?? []) pieces.push(piece as Uint8Array);
      return [...Buffer.concat(pieces)];
    },
  },
  {
    rule: `bodyUsed before, while and after ${name} is read`,
    run: async (request) => {
      const made = request(init);
      const before = made.bodyUsed;
      const reading = outcome(() => made.text());
      const during = made.bodyUsed;
      await reading;
      return [before, during, made.bodyUsed];
    },
  },
  ...READERS.map(
    (reader): Row => ({
      rule: `text(), then ${reader}() of ${name}`,
      run: async (request) => {
        const made = request(init);
        return [await outcome(() => made.text()), await outcome(() => read(made, reader))];
      },
    }),
  ),
  {
    rule: `clone() of ${name}`,
    run: async (request) => {
      const made = request(init);
      const clone = made.clone();
      return [await outcome(() => clone.text()), await outcome(() => made.text()), clone.bodyUsed, made.bodyUsed];
    },
  },
  {
    rule: `clone() of ${name}, both read at once`,
    run: (request) => {
      const made = request(init);
      const clone = made.clone();
      return Promise.all([outcome(() => made.text()), outcome(() => clone.text())]);
    },
  },
  {
    rule: `clone() of ${name}, both read as streams`,
    run: async (request) => {
      const made = request(init);
      const clone = made.clone();
      return [await wholeOf(made), await wholeOf(clone)];
    },
  },
  {
    rule: `clone() of a clone of ${name}`,
    run: async (request) => {
      const made = request(init);
      const clone = made.clone();
      const second = clone.clone();
      return [await outcome(() => second.text()), await outcome(() => made.text()), await outcome(() => clone.text())];
    },
  },
  {
    rule: `clone() of ${name} that was read`,
    run: async (request) => {
      const made = request(init);
      await outcome(() => made.text());
      return made.clone().method;
    },
  },
  {
    rule: `clone() of ${name} whose stream is locked`,
    run: (request) => {
      const made = request(init);
      made.body?.getReader();
      return made.clone().method;
    },
  },
  {
    rule: `the stream of ${name}, looked at, then text()`,
    run: async (request) => {
      const made = request(init);
      const stream = made.body;
      const used = made.bodyUsed;
      return [
        stream === null,
        used,
        await outcome(() => made.text()),
        await outcome(() => stream?.getReader() === undefined),
      ];
    },
  },
  {
    rule: `the stream of ${name}, locked, then text()`,
    run: async (request) => {
      const made = request(init);
      made.body?.getReader();
      return [made.bodyUsed, await outcome(() => made.text())];
    },
  },
  {
    rule: `the stream of ${name}, locked and let go, then text()`,
    run: async (request) => {
      const made = request(init);
      made.body?.getReader().releaseLock();
      return [made.bodyUsed, await outcome(() => made.text())];
    },
  },
  {
    rule: `the stream of ${name}, read from, then text()`,
    run: async (request) => {
      const made = request(init);
      const reader = made.body?.getReader();
      const reading = outcome(() => reader?.read());
      const during = made.bodyUsed;
      await reading;
      reader?.releaseLock();
      return [during, await outcome(() => made.text())];
    },
  },
  {
    rule: `the stream of ${name}, cancelled, then text()`,
    run: async (request) => {
      const made = request(init);
      await made.body?.cancel();
      return [made.bodyUsed, await outcome(() => made.text())];
    },
  },
  {
    rule: `the stream of ${name} that was read`,
    run: async (request) => {
      const made = request(init);
      await outcome(() => made.text());
      return [made.body === null, await outcome(() => made.body?.getReader() === undefined)];
    },
  },
  {
    rule: `${name} in the platform's Request, by URL and init`,
    run: async (request) => {
      const made = request(init);
      const other = new Request(made.url, made);
      return [other.method, other.url, [...other.headers], await outcome(() => other.text()), made.bodyUsed];
    },
  },
  {
    rule: `${name} in the platform's Response`,
    run: async (request) => {
      const made = request(init);
      return [await outcome(() => new Response(made.body).text()), made.bodyUsed];
    },
  },
  {
    rule: `${name} through a TransformStream`,
    run: async (request) => {
      const made = request(init);
      const other = new Response(made.body?.pipeThrough(new TransformStream()) ?? null);
      return [await outcome(() => other.text()), made.bodyUsed];
    },
  },
]);

function wholeOf(request: Request): Promise<Outcome> {
  return outcome(async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request.body ?? []) pieces.push(piece as Uint8Array);
    return [...Buffer.concat(pieces)];
  });
}

const MEMBERS = [
  ...["method", "url", "cache", "credentials", "destination", "integrity", "mode", "redirect", "referrer"],
  ...["referrerPolicy", "keepalive", "duplex", "bodyUsed", "body", "headers"],
] as const;

const MEMBER_ROWS: readonly Row[] = [
  ...MEMBERS.map(
    (member): Row => ({
      rule: member,
      run: (request) => (request({ url: "http://a:81/b?c" }) as unknown as Record<string, unknown>)[member],
    }),
  ),
  { rule: "method of a POST", run: (request) => request({ content: [] }).method },
  { rule: "method that is not the usual", run: (request) => request({ method: "PROPFIND" }).method },
  { rule: "signal", run: (request) => [request().signal instanceof AbortSignal, request().signal.aborted] },
  {
    rule: "headers are the same each time",
    run: (request) => {
      const made = request();
      const { headers } = made;
      return made.headers === headers;
    },
  },
  { rule: "an unknown member", run: (request) => (request() as unknown as Record<string, unknown>)["priority"] },
  { rule: "instanceof", run: (request) => request() instanceof Request },
  { rule: "the kind's tag", run: (request) => Object.prototype.toString.call(request()) },
  { rule: "JSON.stringify", run: (request) => JSON.stringify(request()) },
  { rule: "no members of its own", run: (request) => Object.keys(request()) },
  { rule: "is not a promise", run: async (request) => (await request()) instanceof Request },
  {
    rule: "members cannot be assigned",
    run: (request) => {
      (request() as { method: string }).method = "PUT";
    },
  },
  { rule: "a clone is a Request", run: (request) => request().clone() instanceof Request },
  { rule: "a clone has the same URL", run: (request) => request({ url: "http://a/b?c" }).clone().url },
];

const FIELDS: readonly (readonly [string, string])[] = [
  ["Host", "a"],
  ["Accept", "x"],
  ["X-B", "1"],
  ["Cookie", "a=1"],
  ["accept", "y"],
  ["X-A", "\xe9"],
  ["cookie", "b=2"],
  ["Set-Cookie", "c=3"],
  ["set-cookie", "d=4"],
];

const HEADER_ROWS: readonly Row[] = [
  ...["accept", "ACCEPT", "x-a", "cookie", "Cookie", "set-cookie", "none"].flatMap((name): Row[] => [
    { rule: `get ${name}`, run: (request) => request({ fields: FIELDS }).headers.get(name) },
    { rule: `has ${name}`, run: (request) => request({ fields: FIELDS }).headers.has(name) },
    {
      rule: `get ${name} behind a change`,
      run: (request) => {
        const { headers } = request({ fields: FIELDS });
        headers.append("accept", "z");
        return headers.get(name);
      },
    },
  ]),
  ...["", "a b", "ä", "a:"].flatMap((name): Row[] => [
    { rule: `get ${JSON.stringify(name)}`, run: (request) => request({ fields: FIELDS }).headers.get(name) },
    { rule: `has ${JSON.stringify(name)}`, run: (request) => request({ fields: FIELDS }).headers.has(name) },
  ]),
  { rule: "entries", run: (request) => request({ fields: FIELDS }).headers },
  { rule: "getSetCookie", run: (request) => request({ fields: FIELDS }).headers.getSetCookie() },
  {
    rule: "set",
    run: (request) => {
      const { headers } = request({ fields: FIELDS });
      headers.set("accept", "z");
      headers.delete("x-b");
      return headers;
    },
  },
  {
    rule: "a clone has headers of its own",
    run: (request) => {
      const made = request({ fields: FIELDS });
      made.headers.set("x-c", "1");
      const clone = made.clone();
      clone.headers.set("x-c", "2");
      made.headers.delete("x-a");
      return [made.headers, clone.headers];
    },
  },
];

describe.each([
  ["content", CONTENT_ROWS],
  ["members", MEMBER_ROWS],
  ["headers", HEADER_ROWS],
])("%s", (_topic, rows) => {
  it.each(rows)("$rule", async ({ run }) => {
    expect(await outcome(() => run(light))).toEqual(await outcome(() => run(native)));
  });
});
