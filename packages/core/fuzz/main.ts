// `npm run fuzz -- --seconds 60 --seed 1 [--side requests|responses] [--executions 1000]`: changes the wire cases at
// random and holds the codec to its laws. Ends with 1 where one is broken, and prints the smallest input that shows it.

import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { BrokenLaw } from "./broken-law.js";
import { makeInput, type Side } from "./input.js";
import { check } from "./laws.js";
import { describeFailure, describeTally, type Tally } from "./report.js";
import { type Failure, failureOf, shrink } from "./shrink.js";
import { endsWithin } from "./time-limit.js";

interface Options {
  readonly seconds: number;
  readonly executions: number;
  readonly seed: number;
  readonly sides: readonly Side[];
}

// Between two batches SIGINT is heard.
const BATCH = 50;
const LONGEST_BATCH = 10_000;

const options = readOptions();
if (options === null) {
  console.error("Usage: npm run fuzz -- [--seconds 60] [--seed 1] [--side requests|responses] [--executions 1000]");
  process.exitCode = 2;
} else {
  const failure = await fuzz(options);
  if (failure !== null) {
    console.error(`\n${describeFailure(shrink(failure))}`);
    process.exitCode = 1;
  }
}

/** @returns the first failure, or `null` where there is none in the time given */
async function fuzz({ seconds, executions, seed, sides }: Options): Promise<Failure | null> {
  console.log(`Fuzzing ${sides.join(" and ")} with seed ${seed}.`);
  const tally: Tally = { seed, executions: 0, seconds: 0, accepted: 0, heads: 0, codes: new Map() };
  const start = performance.now();
  const passed = (): number => (performance.now() - start) / 1000;
  let interrupted = false;
  let failure: Failure | null = null;
  // It may come twice: from the terminal, and from the script that runs us.
  const interrupt = (): void => {
    interrupted = true;
  };
  process.on("SIGINT", interrupt);

  while (failure === null && !interrupted && passed() < seconds && tally.executions < executions) {
    failure = runBatch(tally, sides, Math.min(BATCH, executions - tally.executions));
    await setImmediate();
  }
  process.off("SIGINT", interrupt);
  tally.seconds = passed();
  console.log(describeTally(tally));
  return failure;
}

function runBatch(tally: Tally, sides: readonly Side[], count: number): Failure | null {
  const inputOf = (execution: number) => makeInput(sides[execution % sides.length] as Side, tally.seed, execution);
  const run = (): void => {
    for (let left = count; left > 0; left--) {
      const { messages, error } = check(inputOf(tally.executions), tally.executions);
      tally.executions++;
      tally.heads += messages.length;
      if (error !== null) tally.codes.set(error.code, (tally.codes.get(error.code) ?? 0) + 1);
      else if (messages.length > 0) tally.accepted++;
    }
  };
  try {
    if (endsWithin(LONGEST_BATCH, run)) return null;
  } catch (error) {
    if (!(error instanceof BrokenLaw)) throw error;
    return { input: inputOf(tally.executions), broken: error, seed: tally.executions };
  }
  // The batch took too long: the input that it stopped at hangs, or the machine is slow.
  return failureOf(inputOf(tally.executions), tally.executions);
}

/** @returns `null` where they are not understood */
function readOptions(): Options | null {
  const { seconds, executions, seed, side, ...others } = parseArgs({
    strict: false,
    options: {
      seconds: { type: "string", default: "60" },
      executions: { type: "string", default: "Infinity" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      side: { type: "string" },
    },
  }).values;
  const sides = (["requests", "responses"] as const).filter((name) => (side ?? name) === name);
  const options = { seconds: Number(seconds), executions: Number(executions), seed: Number(seed), sides };
  const isValid = options.seconds > 0 && options.executions > 0 && Number.isSafeInteger(options.seed);
  return isValid && sides.length > 0 && Object.keys(others).length === 0 ? options : null;
}
