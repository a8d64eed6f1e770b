import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type RunningExample, startExample } from "../../test/example.js";
import { freePort, hasProgram, type RunningProxy, startProxy } from "../../test/proxy.js";

async function haproxyBefore(one: RunningExample, two: RunningExample): Promise<RunningProxy> {
  const port = await freePort();
  const ports = {
    "127.0.0.1:8080": `127.0.0.1:${port}`,
    "127.0.0.1:8000": new URL(one.url).host,
    "127.0.0.1:8001": new URL(two.url).host,
  };
  const configuration = fileURLToPath(new URL("haproxy.cfg", import.meta.url));
  return startProxy(configuration, ports, port, (file) => ["haproxy", "-f", file]);
}

describe.skipIf(!hasProgram("haproxy", "-v"))("behind HAProxy", () => {
  it("the app knows the client as HAProxy saw it", async () => {
    await using one = await startExample("behind-haproxy");
    await using haproxy = await haproxyBefore(one, one);
    const response = await fetch(haproxy.url, { headers: { "x-forwarded-for": "6.6.6.6" } });
    expect(await response.json()).toEqual({ pid: one.pid, client: "127.0.0.1" });
  });

  it("no request is lost while one process after the other is replaced", async () => {
    const port = String(await freePort());
    await using one = await startExample("behind-haproxy", { PORT: port });
    await using two = await startExample("behind-haproxy");
    await using haproxy = await haproxyBefore(one, two);
    await using load = new Load(haproxy.url);
    await load.seen(one.pid);
    await load.seen(two.pid);

    expect(await one.stop()).toBe(0);
    await using three = await startExample("behind-haproxy", { PORT: port });
    await load.seen(three.pid);
    expect(await two.stop()).toBe(0);
    await sleep(300);

    await load.end();
    expect(load.lost).toEqual([]);
    expect(load.answered).toBeGreaterThan(100);
  });
});

/** Eight clients that ask one request after another, until `end()`. */
class Load implements AsyncDisposable {
  answered = 0;
  readonly lost: string[] = [];
  #pids: (number | null)[] = [];
  #isEnded = false;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #clients: Promise<void>[];

  constructor(url: string) {
    this.#clients = Array.from({ length: 8 }, () => this.#ask(url));
  }

  /** Settles when the process has answered from now on. */
  async seen(pid: number): Promise<void> {
    this.#pids = [];
    await expect.poll(() => this.#pids, { timeout: 10_000 }).toContain(pid);
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
