// Counts work, so that its growth can be tested without a clock: the same run gives the same count on any machine. A unit
// of work is
//
// - one entry into a block of the measured sources, a turn of a loop or a branch, as V8's precise coverage counts them. A
//   reader that looks at an octet twice enters a block twice, however it goes about it;
// - one octet that was copied, searched or made a string of by what loops inside of V8 and Node, where coverage does not look.
//
// Only code that is compiled after `startMeter()` is counted block by block, so the sources are to be imported behind it.

import { Session } from "node:inspector";

/** How many octets (or characters, or elements) one call has touched. */
type Cost = (self: Sized, result: unknown, argument: unknown) => number;

interface Sized {
  readonly length: number;
}

const session = new Session();

/** A part of V8 or Node that works through octets, and what a call of it costs. */
const NATIVES: readonly (readonly [owner: object, name: string, cost: Cost])[] = [
  ...costing(Buffer, ofResult, "alloc", "concat", "copyBytesFrom"),
  ...costing(Buffer.prototype, ofResult, "copy", "toString", "latin1Slice", "asciiSlice", "utf8Slice", "write"),
  ...costing(Buffer.prototype, ofSelf, "indexOf", "lastIndexOf", "includes", "equals", "compare"),
  ...costing(Object.getPrototypeOf(Uint8Array.prototype), ofArgument, "set"),
  ...costing(Object.getPrototypeOf(Uint8Array.prototype), ofSelf, "indexOf", "includes", "fill", "copyWithin", "join"),
  ...costing(Object.getPrototypeOf(Uint8Array.prototype), ofResult, "slice"),
  ...costing(Array.prototype, ofResult, "slice", "concat"),
  ...costing(Array.prototype, ofSelf, "join", "splice", "shift", "unshift", "indexOf", "includes"),
  ...costing(String.prototype, ofSelf, "split", "toLowerCase", "toUpperCase", "indexOf", "includes", "trim"),
  ...costing(String.prototype, ofResult, "repeat", "concat"),
];

/** Call it before the sources are imported that are to be measured. */
export function startMeter(): void {
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
}

export function stopMeter(): void {
  session.disconnect();
}

/**
 * @param sources whose blocks are counted
 * @returns units of work that `run` has done
 */
export function measure(sources: RegExp, run: () => void): number {
  let octets = 0;
  const restore = NATIVES.map(([owner, name, cost]) =>
    replace(owner, name, (original) => {
      return function counted(this: Sized, ...values: unknown[]): unknown {
        const result = original.apply(this, values);
        octets += cost(this, result, values[0]);
        return result;
      };
    }),
  );
  // `test()`, `search()`, `replace()` and `split()` all come by here.
  restore.push(
    replace(RegExp.prototype, "exec", (original) => {
      return function counted(this: RegExp, text: string): unknown {
        const match = original.call(this, text) as RegExpExecArray | null;
        octets += this.sticky ? 1 + (match?.[0].length ?? 0) : text.length;
        return match;
      };
    }),
  );
  takeBlocks(sources);
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return takeBlocks(sources) + octets;
}

/** How often the blocks were entered since it was called last. */
function takeBlocks(sources: RegExp): number {
  let blocks = 0;
  session.post("Profiler.takePreciseCoverage", (error, { result }) => {
    if (error !== null) throw error;
    for (const { url, functions } of result) {
      if (!sources.test(url)) continue;
      // V8 counts in 32 bits, which the protocol of the inspector takes for signed.
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count >>> 0;
    }
  });
  return blocks;
}

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** @returns what puts the original back */
function replace(owner: object, name: string, wrap: (original: Callable) => unknown): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (typeof descriptor?.value !== "function") return () => {};
  Object.defineProperty(owner, name, { ...descriptor, value: wrap(descriptor.value as Callable) });
  return () => Object.defineProperty(owner, name, descriptor);
}

function costing(owner: object, cost: Cost, ...names: readonly string[]): (readonly [object, string, Cost])[] {
  return names.map((name) => [owner, name, cost] as const);
}

function ofSelf({ length }: Sized): number {
  return length;
}

/** A number is a count; all else has a length. */
function ofResult(_self: Sized, result: unknown): number {
  return typeof result === "number" ? result : (result as Sized).length;
}

function ofArgument(_self: Sized, _result: unknown, argument: unknown): number {
  return (argument as Sized).length;
}
