// Thousands of connections whose heads never end, beside good clients: these are not to notice, and those are to be gone after
// the deadline of a head.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pause } from "./behaviour.js";
import { Peer, type Place } from "./peer.js";
import { quantile } from "./samples.js";
import { ServerProcess } from "./server-process.js";

export interface Latency {
  readonly title: string;
  readonly requests: number;
  /** Milliseconds from a request to the end of its answer. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the server's process, in milliseconds a second. */
  readonly cpu: number;
}

export interface SlowHeadsResult {
  readonly rounds: readonly Latency[];
  /** Connections with slow heads: those that were made, and those that were still open after the deadline. */
  readonly made: number;
  readonly left: number;
  /** Of them, those that were told 408. */
  readonly told: number;
  /** p99 beside slow heads ÷ that of a server without them at the same time: median of the rounds. */
  readonly ratio: number;
  readonly isGood: boolean;
}

/** What the process of slow-heads-clients.ts says when they have all gone, or the time is over. */
export interface Gone {
  readonly told: number;
  readonly left: number;
}

/** Of each server. */
const GOOD_CLIENTS = 40;
/** Between two requests of a good client. */
const PAUSE = 80;
const ROUND = 10_000;
const ROUNDS = 3;
const HEAD_DEADLINE = 15_000;
const MOST_RATIO = 2;

/**
 * A second server without slow heads is asked at the same time: what else the machine does, and what the slow clients take
 * of it, delays the answers of both.
 */
export async function runSlowHeads(connections: number, tell: (line: string) => void): Promise<SlowHeadsResult> {
  const [server, control] = await Promise.all([startServer(), startServer()]);
  const slow = await SlowClients.start();
  const rounds: Latency[] = [];
  const ratios: number[] = [];
  const all = { made: 0, left: 0, told: 0 };
  try {
    // The first requests of a process take longer, and are not of interest.
    await Promise.all([measure(server, "", 2_000), measure(control, "", 2_000)]);
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await measure(server, "good clients alone", ROUND));
      tell(`${connections} connections with slow heads …`);
      const made = await slow.connect(server.place, connections);
      // How they come in is another matter than that they are there.
      while ((await server.usage()).connections < made) await pause(50);
      const [without, beside] = await Promise.all([
        measure(control, "another server, at the same time", ROUND),
        measure(server, `beside ${made} slow heads`, ROUND),
      ]);
      rounds.push(without, beside);
      ratios.push(beside.p99 / without.p99);
      const { told, left } = await slow.gone();
      all.made += made;
      all.told += told;
      all.left += left;
    }
  } finally {
    slow.stop();
    await Promise.all([server.stop(), control.stop()]);
  }
  const ratio = quantile(ratios, 0.5);
  const isGood = ratio <= MOST_RATIO && all.left === 0 && all.made === ROUNDS * connections;
  return { rounds, ...all, ratio, isGood };
}

function startServer(): Promise<ServerProcess> {
  return ServerProcess.start({ head: HEAD_DEADLINE });
}

async function measure(server: ServerProcess, title: string, milliseconds: number): Promise<Latency> {
  const latencies: number[] = [];
  const before = await server.usage();
  const end = performance.now() + milliseconds;
  await Promise.all(
    Array.from({ length: GOOD_CLIENTS }, async (_, index) => {
      const peer = await Peer.connect(server.place, false);
      await pause((index * PAUSE) / GOOD_CLIENTS);
      while (performance.now() < end) {
        const start = performance.now();
        await peer.request("GET", "/text/1");
        await peer.answer();
        latencies.push(performance.now() - start);
        await pause(PAUSE);
      }
      peer.socket.destroy();
    }),
  );
  const cpu = ((await server.usage()).cpu - before.cpu) / (milliseconds / 1000);
  return { title, requests: latencies.length, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), cpu };
}

/** In a process of their own: what they cost is not to delay the good ones. */
class SlowClients {
  readonly #child: ChildProcess;

  static async start(): Promise<SlowClients> {
    const program = fileURLToPath(new URL("slow-heads-clients.ts", import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, program], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    await once(child, "message");
    return new SlowClients(child);
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @returns how many connections were made */
  async connect({ port }: Place, connections: number): Promise<number> {
    this.#child.send({ port, connections, longest: HEAD_DEADLINE + 5_000 });
    return (await once(this.#child, "message"))[0] as number;
  }

  async gone(): Promise<Gone> {
    return (await once(this.#child, "message"))[0] as Gone;
  }

  stop(): void {
    this.#child.kill();
  }
}
