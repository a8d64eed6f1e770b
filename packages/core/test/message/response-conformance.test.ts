// Each row runs with the platform's `Response` and with ours, and both have to come to the same.

import { describe, expect, it } from "vitest";
import { LightResponse } from "../../src/message/index.js";
import { outcome } from "./outcome.js";

type Kind = typeof Response;

interface Row {
  readonly rule: string;
  readonly run: (kind: Kind) => unknown;
}

const light = LightResponse as unknown as Kind;
const octets = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62);

function stream(...chunks: readonly unknown[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk as Uint8Array);
      controller.close();
    },
  });
}

async function* iterated(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(0x61);
  yield Uint8Array.of(0x62, 0x63);
}

function form(): FormData {
  const data = new FormData();
  data.append("a", "1");
  data.append("b", new Blob(["ü"], { type: "text/x" }), "b.txt");
  return data;
}

const BODIES: Readonly<Record<string, () => unknown>> = {
  "no body": () => undefined,
  null: () => null,
  "an empty string": () => "",
  "a string": () => "grüß dich",
  "a string with a BOM": () => "\ufeffa",
  "a string with lone surrogates": () => "a\ud800b\udc00",
  "a string of JSON": () => '{"a":[1,2,{"b":null}]}',
  "a string of broken JSON": () => '{"a":',
  "a number": () => 12,
  "a boolean": () => false,
  "a plain object": () => ({ a: 1 }),
  "a symbol": () => Symbol("a"),
  URLSearchParams: () => new URLSearchParams({ a: "ü", b: "1 2" }),
  "a Blob": () => new Blob(["a", octets]),
  "a Blob with a type": () => new Blob(["a"], { type: "Text/X;Charset=Y" }),
  "an empty Blob": () => new Blob([]),
  "an ArrayBuffer": () => octets.slice().buffer,
  "an empty ArrayBuffer": () => new ArrayBuffer(0),
  "a Uint8Array": () => octets,
  "a Uint8Array into a larger buffer": () => octets.subarray(1, 4),
  "a Buffer": () => Buffer.from("grüß"),
  "a Uint16Array": () => Uint16Array.of(0x6162, 0x6364),
  "a DataView": () => new DataView(octets.buffer, 3, 2),
  "a Float64Array": () => Float64Array.of(1.5),
  "a stream": () => stream(Uint8Array.of(0x61), Uint8Array.of(0xc3), Uint8Array.of(0xa4)),
  "an empty stream": () => stream(),
  "a stream of strings": () => stream("a"),
  "a stream that fails": () => new ReadableStream({ pull: (controller) => controller.error(new RangeError("a")) }),
  "an async iterable": () => iterated(),
};

const READERS = ["arrayBuffer", "blob", "bytes", "json", "text"] as const;

function made(kind: Kind, body: unknown, init?: ResponseInit): Response {
  return new kind(body as string, init);
}

const READ: readonly Row[] = Object.entries(BODIES).flatMap(([name, body]): Row[] => [
  ...READERS.map((method) => ({
    rule: `${method}() of ${name}`,
    run: (kind: Kind) => (made(kind, body()) as unknown as Record<string, () => unknown>)[method]?.(),
  })),
  { rule: `headers of ${name}`, run: (kind) => made(kind, body()).headers },
  {
    rule: `headers of ${name} with a type of its own`,
    run: (kind) => made(kind, body(), { headers: { "content-type": "x/y", a: "1" } }).headers,
  },
  { rule: `body of ${name} is one or none`, run: (kind) => made(kind, body()).body === null },
  {
    rule: `body of ${name} as a stream`,
    run: async (kind) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of made(kind, body()).body ?? []) pieces.push(piece as Uint8Array);
      return [...Buffer.concat(pieces)];
    },
  },
]);

const WITH_A_BODY = "a";

const MADE: readonly Row[] = [
  ...[200, 201, 299, 300, 404, 599, "201", 200.9, 65_736].map((status) => ({
    rule: `status ${JSON.stringify(status)}`,
    run: (kind: Kind) => made(kind, null, { status: status as number }),
  })),
  ...[0, 1, 100, 101, 199, 600, 999, -1, Number.NaN, "a", null].map((status) => ({
    rule: `status ${JSON.stringify(status)} is refused`,
    run: (kind: Kind) => made(kind, null, { status: status as number }),
  })),
  ...[204, 205, 304].flatMap((status): Row[] => [
    { rule: `status ${status} without a body`, run: (kind) => made(kind, null, { status }) },
    { rule: `status ${status} with a body`, run: (kind) => made(kind, WITH_A_BODY, { status }) },
    { rule: `status ${status} with an empty body`, run: (kind) => made(kind, "", { status }) },
  ]),
  ...["", "OK", "a\tb", "\xff", " a "].map((statusText) => ({
    rule: `reason phrase ${JSON.stringify(statusText)}`,
    run: (kind: Kind) => made(kind, null, { statusText }),
  })),
  ...["\r\n", "a\nb", "\0", "€", "\x7f"].map((statusText) => ({
    rule: `reason phrase ${JSON.stringify(statusText)} is refused`,
    run: (kind: Kind) => made(kind, null, { statusText }),
  })),
  { rule: "init of undefined", run: (kind) => made(kind, null, undefined) },
  { rule: "init of null", run: (kind) => made(kind, null, null as never) },
  { rule: "init of a number", run: (kind) => made(kind, null, 404 as never) },
  {
    rule: "init with members of undefined",
    run: (kind) => made(kind, null, { status: undefined, statusText: undefined, headers: undefined } as never),
  },
  {
    rule: "init of another Response",
    run: (kind) => made(kind, "a", made(kind, "b", { status: 404, statusText: "c", headers: { d: "e" } })),
  },
  { rule: "invalid headers", run: (kind) => made(kind, null, { headers: { "a b": "c" } }) },
  { rule: "headers of null", run: (kind) => made(kind, null, { headers: null as never }) },
  {
    rule: "a stream that is locked",
    run: (kind) => {
      const locked = stream();
      locked.getReader();
      return made(kind, locked);
    },
  },
  {
    rule: "a stream that was read from",
    run: async (kind) => {
      const read = stream(octets);
      const reader = read.getReader();
      await reader.read();
      reader.releaseLock();
      return made(kind, read);
    },
  },
  {
    rule: "a stream that was cancelled",
    run: async (kind) => {
      const cancelled = stream(octets);
      await cancelled.cancel();
      return made(kind, cancelled);
    },
  },
  {
    rule: "a body of a stream is that stream",
    run: (kind) => {
      const body = stream();
      return made(kind, body).body === body;
    },
  },
  {
    rule: "body is the same each time",
    run: (kind) => {
      const response = made(kind, "a");
      const { body } = response;
      return response.body === body;
    },
  },
  {
    rule: "headers are the same each time",
    run: (kind) => {
      const response = made(kind, "a");
      const { headers } = response;
      return response.headers === headers;
    },
  },
  {
    rule: "headers can be changed",
    run: (kind) => {
      const response = made(kind, "a");
      response.headers.set("b", "c");
      response.headers.delete("content-type");
      return response.headers;
    },
  },
  {
    rule: "headers given are copied",
    run: (kind) => {
      const headers = new Headers({ a: "1" });
      const response = made(kind, null, { headers });
      headers.set("a", "2");
      return response.headers;
    },
  },
  { rule: "a form", run: async (kind) => [...(await made(kind, form()).formData()).keys()] },
  {
    rule: "a form's type",
    run: (kind) => /^multipart\/form-data; ?boundary=/.test(made(kind, form()).headers.get("content-type") ?? ""),
  },
];

const STATIC: readonly Row[] = [
  { rule: "error()", run: (kind) => kind.error() },
  { rule: "error() has immutable headers", run: (kind) => kind.error().headers.set("a", "b") },
  { rule: "a clone of error() has immutable headers", run: (kind) => kind.error().clone().headers.append("a", "b") },
  { rule: "json()", run: async (kind) => [kind.json({ a: [1] }), await kind.json({ a: [1] }).text()] },
  { rule: "json() of null", run: (kind) => kind.json(null).text() },
  { rule: "json() of undefined", run: (kind) => kind.json(undefined) },
  { rule: "json() of a function", run: (kind) => kind.json(() => {}) },
  { rule: "json() of a symbol", run: (kind) => kind.json(Symbol("a")) },
  { rule: "json() of a BigInt", run: (kind) => kind.json(1n) },
  {
    rule: "json() of what holds itself",
    run: (kind) => {
      const value: unknown[] = [];
      value.push(value);
      return kind.json(value);
    },
  },
  { rule: "json() with init", run: (kind) => kind.json(1, { status: 404, statusText: "a", headers: { b: "c" } }) },
  { rule: "json() with a type of its own", run: (kind) => kind.json(1, { headers: { "Content-Type": "a/b" } }) },
  { rule: "json() with a status that has no body", run: (kind) => kind.json(1, { status: 204 }) },
  { rule: "json() with an invalid status", run: (kind) => kind.json(1, { status: 99 }) },
  { rule: "json() has headers that can be changed", run: (kind) => kind.json(1).headers.set("a", "b") },
  ...[301, 302, 303, 307, 308].map((status) => ({
    rule: `redirect() with ${status}`,
    run: (kind: Kind) => kind.redirect("http://a/ü?b#c", status as 301),
  })),
  ...[200, 300, 304, 305, 306, 400, 0].map((status) => ({
    rule: `redirect() with ${status} is refused`,
    run: (kind: Kind) => kind.redirect("http://a/", status as 301),
  })),
  { rule: "redirect() to a URL object", run: (kind) => kind.redirect(new URL("http://a"), 302) },
  { rule: "redirect() to a relative URL", run: (kind) => kind.redirect("/a", 302) },
  { rule: "redirect() to no URL", run: (kind) => kind.redirect("http://", 302) },
  { rule: "redirect() has immutable headers", run: (kind) => kind.redirect("http://a", 302).headers.set("a", "b") },
];

const USED: readonly Row[] = [
  ...READERS.flatMap((first) =>
    READERS.map((second) => ({
      rule: `${first}(), then ${second}()`,
      run: async (kind: Kind) => {
        const response = made(kind, "1") as unknown as Record<string, () => Promise<unknown>>;
        await response[first]?.();
        return response[second]?.();
      },
    })),
  ),
  ...(["a string", "a stream", "an async iterable", "a Blob", "null", "no body"] as const).flatMap((name): Row[] => {
    const body = BODIES[name] as () => unknown;
    return [
      {
        rule: `bodyUsed of ${name} before and after`,
        run: async (kind) => {
          const response = made(kind, body());
          const before = response.bodyUsed;
          await response.text();
          return [before, response.bodyUsed];
        },
      },
      {
        rule: `bodyUsed of ${name} while it is read`,
        run: async (kind) => {
          const response = made(kind, body());
          const text = response.text();
          const during = response.bodyUsed;
          await text;
          return during;
        },
      },
      {
        rule: `${name} read twice`,
        run: async (kind) => {
          const response = made(kind, body());
          await response.text();
          return response.text();
        },
      },
      {
        rule: `${name} with its stream looked at`,
        run: async (kind) => {
          const response = made(kind, body());
          const before = [response.body === null, response.bodyUsed];
          return [before, await response.text(), response.bodyUsed];
        },
      },
      {
        rule: `${name} with its stream locked`,
        run: async (kind) => {
          const response = made(kind, body());
          response.body?.getReader();
          return [response.bodyUsed, await outcome(() => response.text()), response.bodyUsed];
        },
      },
      {
        rule: `${name} with its stream locked and let go`,
        run: async (kind) => {
          const response = made(kind, body());
          response.body?.getReader().releaseLock();
          return [response.bodyUsed, await outcome(() => response.text())];
        },
      },
      {
        rule: `${name} with its stream read from`,
        run: async (kind) => {
          const response = made(kind, body());
          const reader = response.body?.getReader();
          await reader?.read();
          reader?.releaseLock();
          return [response.bodyUsed, await outcome(() => response.text())];
        },
      },
      {
        rule: `${name} with its stream cancelled`,
        run: async (kind) => {
          const response = made(kind, body());
          await response.body?.cancel();
          return [response.bodyUsed, await outcome(() => response.text())];
        },
      },
      {
        rule: `the stream of ${name} after it was read`,
        run: async (kind) => {
          const response = made(kind, body());
          await response.text();
          return [response.body === null, await outcome(() => response.body?.getReader() === undefined)];
        },
      },
      {
        rule: `the stream of ${name}, held while it is read`,
        run: async (kind) => {
          const response = made(kind, body());
          const stream = response.body;
          await response.text();
          return outcome(() => stream?.getReader() === undefined);
        },
      },
      {
        rule: `clone() of ${name}`,
        run: async (kind) => {
          const response = made(kind, body(), { status: 404, headers: { a: "b" } });
          const clone = response.clone();
          return [clone, await clone.text(), await response.text(), clone.bodyUsed, response.bodyUsed];
        },
      },
      {
        rule: `clone() of ${name} in the other order`,
        run: async (kind) => {
          const response = made(kind, body());
          const clone = response.clone();
          return [await response.text(), await clone.text()];
        },
      },
      {
        rule: `clone() of a clone of ${name}`,
        run: async (kind) => {
          const response = made(kind, body());
          const clone = response.clone();
          const second = clone.clone();
          return [await second.text(), await response.text(), await clone.text()];
        },
      },
      {
        rule: `clone() of ${name} when it was read`,
        run: async (kind) => {
          const response = made(kind, body());
          await response.text();
          return response.clone().status;
        },
      },
      {
        rule: `clone() of ${name} with its stream looked at`,
        run: async (kind) => {
          const response = made(kind, body());
          const stream = response.body;
          const clone = response.clone();
          return [await clone.text(), await response.text(), await outcome(() => stream?.getReader() === undefined)];
        },
      },
      {
        rule: `clone() of ${name} with its stream locked`,
        run: (kind) => {
          const response = made(kind, body());
          response.body?.getReader();
          return response.clone().status;
        },
      },
      {
        rule: `the body of ${name} in another Response`,
        run: async (kind) => {
          const response = made(kind, body());
          const other = made(kind, response.body, response);
          return [await other.text(), response.bodyUsed];
        },
      },
    ];
  }),
  {
    rule: "a clone has headers of its own",
    run: (kind) => {
      const response = made(kind, "a", { headers: { a: "1" } });
      const clone = response.clone();
      clone.headers.set("a", "2");
      response.headers.set("b", "3");
      return [response.headers, clone.headers];
    },
  },
  { rule: "a clone is of the same kind", run: (kind) => made(kind, "a").clone() instanceof kind },
];

const FORMS: readonly Row[] = [
  {
    rule: "formData() of a urlencoded string",
    run: (kind) =>
      made(kind, "a=1&b=%C3%BC+c", { headers: { "content-type": "application/x-www-form-urlencoded" } }).formData(),
  },
  { rule: "formData() of URLSearchParams", run: (kind) => made(kind, new URLSearchParams({ a: "ü" })).formData() },
  {
    rule: "formData() of multipart",
    run: (kind) =>
      made(kind, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', {
        headers: { "content-type": "multipart/form-data; boundary=x" },
      }).formData(),
  },
  {
    rule: "formData() of broken multipart",
    run: (kind) => made(kind, "--x", { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData(),
  },
  { rule: "formData() of a string", run: (kind) => made(kind, "a=1").formData() },
  { rule: "formData() without a type", run: (kind) => made(kind, octets).formData() },
  {
    rule: "formData() twice",
    run: async (kind) => {
      const response = made(kind, new URLSearchParams("a=1"));
      await response.formData();
      return response.formData();
    },
  },
];

const IDENTITY: readonly Row[] = [
  { rule: "instanceof", run: (kind) => made(kind, "a") instanceof Response },
  { rule: "the kind's tag", run: (kind) => Object.prototype.toString.call(made(kind, "a")) },
  { rule: "no members of its own", run: (kind) => Object.keys(made(kind, "a")) },
  { rule: "JSON.stringify", run: (kind) => JSON.stringify(made(kind, "a")) },
  {
    rule: "members cannot be assigned",
    run: (kind) => {
      (made(kind, "a") as { status: number }).status = 404;
    },
  },
  {
    rule: "the platform's Response over its parts",
    run: async (kind) => {
      const response = made(kind, "a", { status: 404, headers: { b: "c" } });
      const other = new Response(response.body, response);
      return [other, await other.text(), response.bodyUsed];
    },
  },
];

describe.each([
  ["read", READ],
  ["made", MADE],
  ["static", STATIC],
  ["used", USED],
  ["forms", FORMS],
  ["identity", IDENTITY],
])("%s", (_topic, rows) => {
  it.each(rows)("$rule", async ({ run }) => {
    expect(await outcome(() => run(light))).toEqual(await outcome(() => run(Response)));
  });
});
