// What follows `npm run soak --`.

import { parseArgs } from "node:util";

export interface SoakOptions {
  readonly minutes: number;
  readonly clients: number;
  readonly seed: number;
  /** The parts to run. */
  readonly parts: readonly Part[];
}

export type Part = "mixed" | "slow-heads";

const PARTS: readonly Part[] = ["mixed", "slow-heads"];

const HELP = `Options:
  --minutes N     how long the mixed clients come (10)
  --clients N     how many of them at a time, 1 to 5000 (1000)
  --seed N        what chance is made of (1)
  --only PART     mixed: good and bad clients of all kinds; slow-heads: 2000 heads that never end, beside good clients`;

/** An option that is not understood: a sentence, and all options. */
export class OptionsError extends Error {}

/** @throws {OptionsError} */
export function readOptions(args: readonly string[]): SoakOptions {
  const { minutes, clients, seed, only } = parse(args);
  return {
    minutes: number("--minutes", minutes, /^\d+(?:\.\d+)?$/, 0.1, 10_000),
    clients: number("--clients", clients, /^\d+$/, 1, 5_000),
    seed: number("--seed", seed, /^\d+$/, 0, 1_000_000),
    parts: PARTS.filter((part) => only === undefined || only === part),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "10" },
        clients: { type: "string", default: "1000" },
        seed: { type: "string", default: "1" },
        only: { type: "string" },
      },
    });
    const { only } = values;
    if (only !== undefined && !PARTS.some((part) => part === only)) {
      throw new Error(`--only takes ${PARTS.join(" or ")}, not "${only}".`);
    }
    return values;
  } catch (error) {
    throw new OptionsError(`${(error as Error).message}\n\n${HELP}`, { cause: error });
  }
}

function number(option: string, text: string, form: RegExp, least: number, most: number): number {
  const value = Number(text);
  if (form.test(text) && value >= least && value <= most) return value;
  throw new OptionsError(`${option} takes a number from ${least} to ${most}, not "${text}".\n\n${HELP}`);
}
