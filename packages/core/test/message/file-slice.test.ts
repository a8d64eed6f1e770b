// An open file is closed exactly once, whichever way its content goes.

import { describe, expect, it } from "vitest";
import {
  FileSlice,
  LightResponse,
  nativeResponse,
  type OpenFile,
  sourceOf,
  takeSource,
} from "../../src/message/index.js";

/** Gives at most `step` octets at a time, and fails where it is told to. */
class FakeFile implements OpenFile {
  readonly fd = -1;
  closed = 0;
  reads = 0;
  readonly octets: Uint8Array;
  readonly step: number;
  readonly failsAt: number;

  constructor(text: string, step = 3, failsAt = Number.POSITIVE_INFINITY) {
    this.octets = Buffer.from(text);
    this.step = step;
    this.failsAt = failsAt;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    this.reads++;
    await Promise.resolve();
    if (this.closed > 0) throw new Error("read from a closed file");
    if (position >= this.failsAt) throw new RangeError("the disk");
    const octets = this.octets.subarray(position, position + Math.min(this.step, into.length));
    into.set(octets);
    return octets.length;
  }

  close(): void {
    this.closed++;
  }
}

interface Path {
  readonly rule: string;
  readonly file?: () => FakeFile;
  readonly run: (response: LightResponse) => unknown;
  readonly gives: unknown;
  /** @defaultValue 1 */
  readonly closed?: number;
}

async function textOf(stream: ReadableStream | null): Promise<string> {
  return new Response(stream).text();
}

const PATHS: readonly Path[] = [
  { rule: "read as text", run: (response) => response.text(), gives: "bcdefg" },
  { rule: "read as octets", run: async (response) => (await response.bytes()).length, gives: 6 },
  { rule: "read as a stream", run: (response) => textOf(response.body), gives: "bcdefg" },
  { rule: "cancelled before a read", run: (response) => response.body?.cancel(), gives: undefined },
  {
    rule: "cancelled between two reads",
    run: async (response) => {
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    },
    gives: undefined,
  },
  {
    rule: "cancelled while it is read",
    run: async (response) => {
      const reader = response.body?.getReader();
      const reading = reader?.read();
      await Promise.resolve();
      await reader?.cancel();
      return (await reading)?.done;
    },
    gives: true,
  },
  {
    rule: "a read that fails, as text",
    file: () => new FakeFile("abcdefgh", 3, 4),
    run: (response) => response.text().catch((error: Error) => error.message),
    gives: "the disk",
  },
  {
    rule: "a read that fails, as a stream",
    file: () => new FakeFile("abcdefgh", 3, 4),
    run: (response) => textOf(response.body).catch((error: Error) => error.message),
    gives: "the disk",
  },
  {
    rule: "a file that is shorter than its slice",
    file: () => new FakeFile("abcd"),
    run: (response) => response.text().catch((error: Error) => error.message),
    gives: "The file ends 3 octets before the slice does",
  },
  {
    rule: "a clone, both read",
    run: (response) => {
      const clone = response.clone();
      return Promise.all([response.text(), clone.text()]);
    },
    gives: ["bcdefg", "bcdefg"],
  },
  {
    rule: "a clone, both cancelled",
    run: async (response) => {
      const clone = response.clone();
      await Promise.all([response.body?.cancel(), clone.body?.cancel()]);
    },
    gives: undefined,
  },
  {
    rule: "a clone, one cancelled and one read",
    run: async (response) => {
      const clone = response.clone();
      void clone.body?.cancel();
      return response.text();
    },
    gives: "bcdefg",
  },
  { rule: "as a native response", run: (response) => nativeResponse(response).text(), gives: "bcdefg" },
  {
    rule: "as a native response that is cancelled",
    run: (response) => nativeResponse(response).body?.cancel(),
    gives: undefined,
  },
  {
    rule: "as a form that it is not",
    run: (response) => response.formData().catch((error: Error) => error.name),
    gives: "TypeError",
  },
  {
    rule: "taken: whoever takes it closes it",
    run: (response) => takeSource(response) instanceof FileSlice,
    gives: true,
    closed: 0,
  },
  {
    rule: "taken when its stream was looked at: the stream closes nothing",
    run: (response) => {
      const { body } = response;
      takeSource(response);
      return body?.locked;
    },
    gives: true,
    closed: 0,
  },
  { rule: "looked at", run: (response) => sourceOf(response) instanceof FileSlice, gives: true, closed: 0 },
];

it.each(PATHS)("$rule", async ({ file: open = () => new FakeFile("abcdefgh"), run, gives, closed = 1 }) => {
  const file = open();
  const response = new LightResponse(new FileSlice(file, 1, 7));
  expect(await run(response)).toEqual(gives);
  // A stream that is cancelled while it is read closes the file behind that read.
  await new Promise((resolve) => setTimeout(resolve));
  expect(file.closed).toBe(closed);
});

describe("an empty slice", () => {
  it.each([
    ["text", (response: LightResponse) => response.text()],
    ["a stream", (response: LightResponse) => textOf(response.body)],
  ])("is not read, and is closed: as %s", async (_rule, read) => {
    const file = new FakeFile("abc");
    expect(await read(new LightResponse(new FileSlice(file, 2, 2)))).toBe("");
    expect([file.reads, file.closed]).toEqual([0, 1]);
  });
});
