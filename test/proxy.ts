// Programs that npm does not bring, and the proxies among them, each with a configuration from examples/ on free ports.
// Debian: `apt-get install nginx haproxy systemd`.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Without the program, the tests that need it are left out, and say so; in CI they fail. */
export function hasProgram(name: string, ...args: readonly string[]): boolean {
  if (spawnSync(name, args, { env: environment }).error === undefined) return true;
  if (process.env["CI"] === "true") return true;
  console.error(`\n*** ${name} is missing, and the tests with it were SKIPPED. Debian: apt-get install ${name} ***\n`);
  return false;
}

// Debian keeps servers where only root's PATH leads.
export const environment: NodeJS.ProcessEnv = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };

export interface RunningProxy extends AsyncDisposable {
  readonly url: string;
  readonly output: string;
}

/**
 * Starts a proxy with a configuration in which some texts are replaced, such as ports.
 * @param command gets the path of the configuration, and a folder for what the proxy writes
 * @param replaced texts that have to be there
 */
export async function startProxy(
  file: string,
  replaced: Readonly<Record<string, string>>,
  port: number,
  command: (configuration: string, folder: string) => readonly [name: string, ...args: string[]],
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), "sockeye-proxy-"));
  let text = readFileSync(file, "utf8");
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const configuration = join(folder, "proxy.conf");
  writeFileSync(configuration, text);

  const [name, ...args] = command(configuration, folder);
  const child: ChildProcess = spawn(name, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));
  const dispose = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true });
  };
  try {
    await accepting(
      port,
      () => child.exitCode !== null,
      () => output,
    );
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    get output() {
      return output;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function accepting(port: number, hasEnded: () => boolean, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200 && !hasEnded(); attempt++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`The proxy does not listen:\n${output()}`);
}
