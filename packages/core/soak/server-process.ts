// The process of the server, as its parent sees it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Deadlines } from "../src/index.js";
import type { Place } from "./peer.js";
import type { Ready, Usage } from "./server.js";

export class ServerProcess {
  readonly place: Place;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  static async start(deadlines: Partial<Deadlines>): Promise<ServerProcess> {
    const program = fileURLToPath(new URL("server.ts", import.meta.url));
    // With the loader and the conditions that this process was started with.
    const child = spawn(process.execPath, [...process.execArgv, program, JSON.stringify(deadlines)], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const exited = once(child, "exit");
    const ready = await Promise.race([once(child, "message"), exited.then(died)]);
    return new ServerProcess(child, exited, ready[0] as Ready);
  }

  private constructor(child: ChildProcess, exited: Promise<unknown>, place: Place) {
    this.#child = child;
    this.#exited = exited;
    this.place = place;
  }

  /** @throws {Error} where the server has died */
  usage(): Promise<Usage> {
    return this.#ask("usage");
  }

  /** The same without garbage. */
  collected(): Promise<Usage> {
    return this.#ask("collect");
  }

  async #ask(question: "usage" | "collect"): Promise<Usage> {
    const answer = once(this.#child, "message");
    this.#child.send(question);
    return (await Promise.race([answer, this.#exited.then(died)]))[0] as Usage;
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send("stop");
    await this.#exited;
  }
}

function died(): never {
  throw new Error("The server's process has ended by itself");
}
