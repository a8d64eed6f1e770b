// A server under measurement: a process of its own on a processor of its own.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import type { Launch } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { pinned } from "./cores.js";
import type { Question, Usage } from "./program.js";

const START_MS = 20_000;
const LAST_WORDS = 4000;
const CLOCK_TICKS_A_SECOND = 100;
const PAGE_OCTETS = 4096;

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Child>();

/** Ends every server that is still there; for the ways out on which nobody stopped them. */
export function endServers(): void {
  for (const child of running) child.kill("SIGKILL");
}

export class ServerProcess {
  readonly name: string;
  readonly port: number;
  /** How long import and listening took inside of the process, in ms; `NaN` where it does not say. */
  readonly listenMs: number;
  private readonly child: Child;
  private readonly ipc: boolean;
  /** Rejects when the process ends before it is told to. */
  private readonly death: Promise<never>;

  private constructor(name: string, child: Child, ipc: boolean, death: Promise<never>, ready: RegExpExecArray) {
    this.name = name;
    this.port = Number(ready[1]);
    this.listenMs = Number(ready[2] ?? Number.NaN);
    this.child = child;
    this.ipc = ipc;
    this.death = death;
  }

  /** @throws {BenchError} where the program ends, or says nothing for 20 seconds; with what it wrote to stderr */
  static async start(name: string, launch: Launch, core: number | null): Promise<ServerProcess> {
    const [command, args] = pinned(core, launch.command, launch.args);
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe", ...(launch.ipc ? (["ipc"] as const) : [])],
      env: { ...process.env, NODE_ENV: "production" },
    }) as Child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    const death = deathOf(name, child);
    const ready = await Promise.race([readyLine(child.stdout), death, tooLate(name)]);
    child.stdout.resume();
    return new ServerProcess(name, child, launch.ipc, death, ready);
  }

  /** Settles as `work` does, or rejects when the server dies. */
  alive<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.death]);
  }

  usage(): Promise<Usage> {
    return this.ipc ? this.ask("usage") : Promise.resolve(usageFromProc(this.child.pid as number));
  }

  /** Collects garbage where the server can be asked to, and tells what is in use after it. */
  usageAfterCollection(): Promise<Usage> {
    return this.ipc ? this.ask("collect-garbage") : this.usage();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.removeAllListeners("exit").once("exit", () => running.delete(this.child));
    const exit = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exit;
  }

  private async ask(question: Question): Promise<Usage> {
    const answer = once(this.child, "message") as Promise<[Usage]>;
    this.child.send(question);
    return (await this.alive(answer))[0];
  }
}

function deathOf(name: string, child: Child): Promise<never> {
  const said = lastWords(child.stderr);
  const death = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(new BenchError(`${name} cannot be started: ${error.message}`)));
    child.once("exit", (code, signal) => {
      void said.then((stderr) => {
        reject(new BenchError(`${name} ended by itself (${signal ?? `exit code ${code}`}).\n${stderr}`));
      });
    });
  });
  death.catch(() => {}); // It may come while nobody waits.
  return death;
}

async function lastWords(stderr: Readable): Promise<string> {
  let words = "";
  for await (const octets of stderr) words = (words + octets).slice(-LAST_WORDS);
  return words.trim();
}

async function readyLine(stdout: Readable): Promise<RegExpExecArray> {
  let output = "";
  for await (const octets of stdout.iterator({ destroyOnReturn: false })) {
    output += octets;
    const ready = /^READY (\d+)(?: ([\d.]+))?\r?\n/m.exec(output);
    if (ready !== null) return ready;
  }
  return new Promise(() => {}); // Its death says why.
}

async function tooLate(name: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, START_MS).unref());
  throw new BenchError(`${name} did not say READY within ${START_MS / 1000} s.`);
}

function usageFromProc(pid: number): Usage {
  return parseProc(readFileSync(`/proc/${pid}/stat`, "latin1"), readFileSync(`/proc/${pid}/statm`, "latin1"));
}

/** @see proc(5): utime and stime are the fields 14 and 15 of stat, resident pages the second of statm */
export function parseProc(stat: string, statm: string): Usage {
  // The program's name, the second field, stands in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const microseconds = (ticks: string | undefined): number => (Number(ticks) * 1e6) / CLOCK_TICKS_A_SECOND;
  return {
    user: microseconds(fields[11]),
    system: microseconds(fields[12]),
    rss: Number(statm.split(" ")[1]) * PAGE_OCTETS,
  };
}
