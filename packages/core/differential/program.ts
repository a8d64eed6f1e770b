// Programs that are not Node's: found on PATH, given a configuration of their own in a temporary directory, and ended by
// process id, however this process ends.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { LOOPBACK } from "./exchange.js";

const START_PATIENCE = 3000;
const STOP_PATIENCE = 1000;
const START_ATTEMPTS = 3;

export interface Program {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ProgramSetup {
  readonly path: string;
  /** The configuration; `directory` is the program's own. */
  readonly configuration: (port: number, directory: string) => string;
  readonly args: (configuration: string, directory: string) => readonly string[];
}

/** The path of a program, or `null` where it is not installed. */
export function onPath(name: string): string | null {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one.
    }
  }
  return null;
}

/** The version that a program tells on `-v`. */
export function versionOf(path: string): string {
  const { stdout, stderr } = spawnSync(path, ["-v"], { encoding: "utf8", timeout: START_PATIENCE });
  return /\d+(?:\.\d+)+/.exec(stdout + stderr)?.[0] ?? "of unknown version";
}

/** Starts a server program and waits until it accepts connections. */
export async function startProgram(setup: ProgramSetup): Promise<Program> {
  // Between our finding a free port and the program's taking it, another may be faster.
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(setup, await freePort());
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function start({ path, configuration, args }: ProgramSetup, port: number): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), "sockeye-differential-"));
  const file = join(directory, "configuration");
  writeFileSync(file, configuration(port, directory));
  const child = spawn(path, args(file, directory), { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });

  const end = (): void => {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", end);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE);
    await exited;
    clearTimeout(timer);
    process.off("exit", end);
    rmSync(directory, { recursive: true, force: true });
  };

  if (await accepts(port, child)) return { port, stop };
  await stop();
  throw new Error(`${path} does not start: ${complaint.trim()}`);
}

async function accepts(port: number, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + START_PATIENCE;
  while (Date.now() < deadline && child.exitCode === null && child.pid !== undefined) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, LOOPBACK);
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
