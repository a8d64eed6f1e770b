// Clients that ask one request after another, on connections that are kept, for as long as a test wants. A lost answer is
// written down.

import { Agent, request } from "node:http";
import { expect } from "vitest";

export class Load implements AsyncDisposable {
  answered = 0;
  /** Why requests have failed. */
  readonly lost: string[] = [];
  #pids: (number | null)[] = [];
  #isEnded = false;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #clients: Promise<void>[];

  /** @param url answers JSON with `pid`, the process that answers */
  constructor(url: string) {
    this.#clients = Array.from({ length: 8 }, () => this.#ask(url));
  }

  /** Settles when as many processes have answered from now on, and the named one among them. */
  async seen(count: number, pid?: number): Promise<number[]> {
    this.#pids = [];
    const seen = () => [...new Set(this.#pids)];
    await expect.poll(() => seen().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    if (pid !== undefined) await expect.poll(seen, { timeout: 20_000 }).toContain(pid);
    return seen() as number[];
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }

  async #ask(url: string): Promise<void> {
    while (!this.#isEnded) {
      try {
        const { pid } = JSON.parse(await get(url, this.#agent)) as { pid: number };
        this.#pids.push(pid);
        this.answered++;
      } catch (error) {
        this.lost.push(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

function get(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      if (response.statusCode === 200) resolve(text);
      else reject(new Error(`${response.statusCode} ${text}`));
    });
    outgoing.on("error", reject).end();
  });
}
