// Runs the programs of examples/ as a user would, each in a process of its own, on a free port.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const START_SECONDS = 30;

// A start takes a second, on a busy machine several.
vi.setConfig({ testTimeout: 2 * START_SECONDS * 1000 });

export interface RunningExample extends AsyncDisposable {
  /** What it printed behind `Listening on`, with 127.0.0.1 for `localhost`. */
  readonly url: string;
  readonly pid: number;
  /** All that it has written so far, to stdout and to stderr. */
  readonly output: string;
  /** Settles when the output has a match. @throws {Error} with the output, where that takes too long or the process ends */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends SIGTERM. @returns the exit code; `null` where the signal ended it */
  stop(): Promise<number | null>;
}

/**
 * Starts `examples/<name>/main.ts` and waits until it listens.
 * @param name the folder, or `folder/program` for another program than `main`
 */
export async function startExample(name: string, environment: NodeJS.ProcessEnv = {}): Promise<RunningExample> {
  const child = spawnExample(name, environment);
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));

  const prints = async (pattern: RegExp): Promise<RegExpExecArray> => {
    const deadline = Date.now() + START_SECONDS * 1000;
    for (;;) {
      const match = pattern.exec(output);
      if (match !== null) return match;
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
        throw new Error(`examples/${name} has not printed ${pattern}:\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    return (await exited)[0] as number | null;
  };
  const dispose = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await exited;
  };
  try {
    const [, url = ""] = await prints(/Listening on (\S+)/);
    return {
      // Where it listens: another process may have the same port of ::1, which localhost means as well.
      url: url.replace("//localhost", "//127.0.0.1"),
      pid: child.pid ?? 0,
      get output() {
        return output;
      },
      prints,
      stop,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Runs an example that ends by itself. */
export async function runExample(
  name: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnExample(name, environment);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, "exit"),
  ]);
  return { code: code as number | null, output: stdout + stderr };
}

function spawnExample(name: string, environment: NodeJS.ProcessEnv): ChildProcess {
  const [folder = "", program = "main"] = name.split("/");
  const args = ["--conditions=@sockeye/source", "--import", "tsx", `examples/${folder}/${program}.ts`];
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
