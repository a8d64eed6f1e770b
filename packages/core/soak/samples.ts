// What the server uses over time, and whether that stays the same.

import type { Usage } from "./server.js";
import type { ServerProcess } from "./server-process.js";

export interface Sample extends Usage {
  /** Seconds since the clients began. */
  readonly at: number;
}

export interface Flatness {
  readonly what: string;
  /** Of the first and of the last third of the samples. */
  readonly first: number;
  readonly last: number;
  readonly most: number;
  readonly isFlat: boolean;
}

// Octets of RSS and files that may be added between the first and the last third, besides a tenth.
const RSS_SLACK = 8 * 1024 * 1024;
const FILES_SLACK = 32;

const EVERY = 5_000;

export class Sampler {
  readonly samples: Sample[] = [];
  readonly #server: ServerProcess;
  readonly #start = performance.now();
  #timer: NodeJS.Timeout | null = null;

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  /** @param tell gets each sample, or why there is none */
  start(tell: (sample: Sample) => void, failed: (error: Error) => void): void {
    this.#timer = setInterval(() => {
      this.#take().then(tell, failed);
    }, EVERY);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #take(): Promise<Sample> {
    const usage = await this.#server.usage();
    const sample = { at: (performance.now() - this.#start) / 1000, ...usage };
    this.samples.push(sample);
    return sample;
  }
}

/**
 * The measure: the lower quartile of the last third, which garbage raises least, is at most that of the first, and a tenth,
 * and a slack.
 * @param from seconds
 */
export function flatness(samples: readonly Sample[], from: number): Flatness[] {
  const later = samples.filter(({ at }) => at >= from);
  const third = Math.max(1, Math.floor(later.length / 3));
  const rows: [string, (sample: Sample) => number, number][] = [
    ["RSS, octets", ({ rss }) => rss, RSS_SLACK],
    ["open files", ({ files }) => files, FILES_SLACK],
  ];
  return rows.map(([what, of, slack]) => {
    const values = later.map(of);
    const first = quantile(values.slice(0, third), 0.25);
    const last = quantile(values.slice(-third), 0.25);
    const most = first * 1.1 + slack;
    return { what, first, last, most, isFlat: last <= most };
  });
}

/** @param p 0 to 1 */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}
