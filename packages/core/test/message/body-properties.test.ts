// Random sequences of what can be done with a body come to the same with the platform's messages and with ours.

import fc from "fast-check";
import { expect, it } from "vitest";
import { LightRequest, LightResponse } from "../../src/message/index.js";
import { FakeRequest } from "./fake-request.js";
import { outcome } from "./outcome.js";

/** A message, and the reader of its body that somebody holds. */
interface Held {
  readonly message: Request | Response;
  reader: ReadableStreamDefaultReader<Uint8Array> | null;
}

const STEPS = {
  text: ({ message }: Held) => message.text(),
  bytes: ({ message }: Held) => (message as Response & { bytes(): Promise<Uint8Array> }).bytes(),
  json: ({ message }: Held) => message.json(),
  "is used": ({ message }: Held) => message.bodyUsed,
  "has a body": ({ message }: Held) => message.body !== null,
  "is locked": ({ message }: Held) => message.body?.locked,
  lock(held: Held) {
    held.reader = (held.message.body as ReadableStream<Uint8Array> | null)?.getReader() ?? null;
  },
  "let go"(held: Held) {
    held.reader?.releaseLock();
    held.reader = null;
  },
  async "read a piece"(held: Held) {
    const { done, value } = (await held.reader?.read()) ?? {};
    return [done, value === undefined ? null : Buffer.from(value).toString("latin1")];
  },
  /** Of the branches of a clone, the platform's wait until all are cancelled, and ours do not. */
  cancel: (held: Held) => Promise.race([(held.reader ?? held.message.body)?.cancel(), later()]),
  clone(held: Held, all: Held[]) {
    // Few are enough, and each of them doubles what is to be read.
    if (all.length < 4) all.push({ message: held.message.clone(), reader: null });
  },
} satisfies Record<string, (held: Held, all: Held[]) => unknown>;

type Step = keyof typeof STEPS;
type Script = readonly (readonly [step: Step, which: number])[];

const script: fc.Arbitrary<Script> = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(STEPS) as Step[])), fc.nat({ max: 3 })),
  { maxLength: 10 },
);
const pieces = fc.array(fc.string({ unit: fc.constantFrom("1", "ü", '"', " "), minLength: 1, maxLength: 3 }), {
  maxLength: 4,
});

async function play(first: Request | Response, steps: Script): Promise<unknown[]> {
  const all: Held[] = [{ message: first, reader: null }];
  const seen: unknown[] = [];
  for (const [step, which] of steps) {
    const held = all[which % all.length] as Held;
    seen.push([step, await outcome(() => STEPS[step](held, all))]);
  }
  return seen;
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 4));
}

function streamOf(texts: readonly string[]): ReadableStream<Uint8Array> {
  const left = texts.map((text) => new Uint8Array(Buffer.from(text)));
  return new ReadableStream(
    {
      pull(controller) {
        const piece = left.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
}

const RUNS = { numRuns: 150 };

it("a request's", async () => {
  await fc.assert(
    fc.asyncProperty(pieces, script, async (texts, steps) => {
      const light = new LightRequest(new FakeRequest({ content: texts }));
      const native = new Request("http://localhost/", { method: "POST", body: streamOf(texts), duplex: "half" });
      expect(await play(light, steps)).toEqual(await play(native, steps));
    }),
    RUNS,
  );
}, 60_000);

it("a response's, made of a stream", async () => {
  await fc.assert(
    fc.asyncProperty(pieces, script, async (texts, steps) => {
      expect(await play(new LightResponse(streamOf(texts)), steps)).toEqual(
        await play(new Response(streamOf(texts)), steps),
      );
    }),
    RUNS,
  );
}, 60_000);

it("a response's, made of a string", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 4 }), script, async (text, steps) => {
      expect(await play(new LightResponse(text), steps)).toEqual(await play(new Response(text), steps));
    }),
    RUNS,
  );
}, 60_000);
