// What follows the bench's name on the command line.

import { parseArgs } from "node:util";
import type { Bench } from "./bench.js";
import { BenchError } from "./bench-error.js";

export interface BenchOptions {
  readonly rounds: number;
  /** How long a load lasts in a round. */
  readonly seconds: number;
  /** Ids of cases and servers; `null` for all. */
  readonly only: readonly string[] | null;
  readonly servers: readonly string[] | null;
  /** End with exit code 1 where a bar is missed. */
  readonly check: boolean;
  /** Write the report to docs/bench. */
  readonly write: boolean;
}

const HELP = `Options:
  --rounds N      how often each server is measured in a case (5)
  --seconds N     how long a load lasts in a round (1)
  --only A,B      these cases
  --servers A,B   these servers
  --check         exit code 1 where a bar is missed
  --no-write      leave docs/bench alone; a run of some cases, of some servers or of fewer than 5 rounds does so anyway`;

/** @throws {BenchError} where an option, a case or a server is unknown, or a number is none */
export function resolveOptions(bench: Bench, args: readonly string[]): BenchOptions {
  const { rounds, seconds, only, servers, check, "no-write": noWrite } = parse(args);
  return {
    rounds: count("--rounds", rounds),
    seconds: count("--seconds", seconds),
    only: ids("--only", only, bench.cases),
    servers: ids("--servers", servers, bench.servers),
    check,
    write: !noWrite,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string", default: "5" },
        seconds: { type: "string", default: "1" },
        only: { type: "string" },
        servers: { type: "string" },
        check: { type: "boolean", default: false },
        "no-write": { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new BenchError(`${(error as Error).message}\n\n${HELP}`, { cause: error });
  }
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new BenchError(`${option} takes a whole number from 1 to 9999, not "${text}".`);
  return Number(text);
}

function ids(option: string, text: string | undefined, known: readonly { readonly id: string }[]): string[] | null {
  if (text === undefined) return null;
  const wanted = text.split(",").map((id) => id.trim());
  const unknown = wanted.find((id) => known.every((one) => one.id !== id));
  if (unknown === undefined) return wanted;
  throw new BenchError(`${option}: there is no "${unknown}". Choose from ${known.map(({ id }) => id).join(", ")}.`);
}
