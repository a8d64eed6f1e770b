// A Redis server of the tests' own, which can be killed and started again. Debian: `apt-get install redis-server`.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

const isThere = spawnSync("redis-server", ["--version"]).status === 0;

/** Without a redis-server, the tests that need one are left out, and say so; in CI that is a failure. */
export const hasRedis: boolean = isThere || process.env["CI"] === "true";

if (!isThere) {
  console.error(
    "\n*** redis-server is missing, and the tests of the Redis stores are left out. ***\n" +
      "*** Debian, Ubuntu: apt-get install redis-server. macOS: brew install redis.   ***\n",
  );
}

export class RedisServer {
  readonly port: number;
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.restart();
    return server;
  }

  async restart(): Promise<void> {
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    this.#process = spawn("redis-server", args, { stdio: "ignore" });
    await this.#accepting();
  }

  /** As a crash: nothing is said to its clients. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async #accepting(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const socket = connect(this.port, "127.0.0.1");
      try {
        await once(socket, "connect");
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        socket.destroy();
      }
    }
    throw new Error("redis-server does not accept connections");
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
