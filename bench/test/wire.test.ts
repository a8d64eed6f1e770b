// The tables of README.md that say what servers do on the wire, held against the servers.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { findBun, versionOf } from "../src/load/servers.js";
import { ask, type Look, watch } from "./wire/ask.js";
import { MESSAGES } from "./wire/messages.js";
import * as peers from "./wire/peers.js";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

const theirs = createServer((request, response) => {
  request.resume().on("end", () => setTimeout(() => response.end("answer"), 50));
}).listen(0, "127.0.0.1");
await once(theirs, "listening");
const bun = findBun();
const script = fileURLToPath(new URL("wire/bun-server.ts", import.meta.url));
const program = bun === null ? null : spawn(bun, [script], { stdio: ["ignore", "pipe", "inherit"] });
if (bun === null)
  console.error("\n*** The npm package bun has no binary for this machine: its column was SKIPPED ***\n");

/** By the headings of README.md. */
const contenders: ReadonlyMap<string, peers.Peer> = new Map([
  ["Sockeye", await peers.sockeyePeer()],
  ["Express", await peers.expressPeer()],
  ["Koa", await peers.koaPeer()],
  ["Fastify", await peers.fastifyPeer()],
  ["Hono", await peers.honoPeer()],
  ...(program === null ? [] : [["Bun", await bunPeer(program)] as const]),
]);

afterAll(async () => {
  theirs.close();
  await Promise.all([...contenders.values()].map((contender) => contender.stop()));
});

describe("README.md says of each message what is answered", () => {
  it.each(MESSAGES)("$name", async (message) => {
    const [sockeye = "", node = "", other = ""] = rowOf(message.name);
    // `200 (Hono 400)`: one that differs from what it stands on.
    const [, common = "", odd = "", status = ""] = /^(\w+)(?: \((\w+) (\w+)\))?$/.exec(node) ?? [];
    const ports = [["node:http", theirs.address() as AddressInfo] as const, ...contenders];
    const answers = await Promise.all(ports.map(async ([name, { port }]) => [name, await ask(port, message)] as const));
    for (const [name, answer] of answers) {
      const expected = name === "Sockeye" ? sockeye : name === "Bun" ? other : name === odd ? status : common;
      expect([name, answer]).toEqual([name, expected]);
    }
  });
});

describe("README.md says what the peers do", () => {
  const NAMES = ["Sockeye", "Express", "Koa", "Fastify", "Hono", "Bun"];

  /** What README.md has in a row, of those that are here. */
  function cells(row: string, ...without: readonly string[]): readonly (readonly [string, string])[] {
    return rowOf(row)
      .map((cell, at) => [NAMES[at] as string, cell] as const)
      .filter(([name]) => contenders.has(name) && !without.includes(name));
  }

  async function answers(row: string, outcome: (peer: peers.Peer) => Promise<string>, ...without: readonly string[]) {
    const rows = cells(row, ...without);
    expect(rows.length).toBeGreaterThan(2);
    const outcomes = rows.map(async ([name]) => [name, await outcome(contenders.get(name) as peers.Peer)]);
    expect(await Promise.all(outcomes)).toEqual(rows);
  }

  it("of which route wins", () =>
    answers(
      "which route wins",
      async ({ port }) => {
        const content = await (await fetch(`http://127.0.0.1:${port}/who/me`)).text();
        return content === "static" ? "the most specific" : "the first";
      },
      "Koa",
    ));

  it("of another method", () =>
    answers(
      "another method of a known path",
      async ({ port, onlyRoutes = port }) => {
        const { status, headers } = await fetch(`http://127.0.0.1:${onlyRoutes}/only-get`, { method: "DELETE" });
        return headers.has("allow") ? `${status} with Allow` : String(status);
      },
      "Koa",
    ));

  it("of a Response that a handler gives", async () => {
    for (const [name, cell] of cells("web-standard `Request`, `Response`")) {
      const response = await fetch(`http://127.0.0.1:${contenders.get(name)?.port}/response`);
      expect([name, (await response.text()) === "web"]).toEqual([name, cell !== ""]);
    }
  });

  it.each([5, 15])("of a stream of %i octets that was announced as 10", (octets) =>
    answers("a stream that is not as long as its Content-Length", async ({ port }) => {
      const request = `GET /stream/${octets} HTTP/1.1\r\nHost: a\r\n\r\n`;
      const [{ received, isEnded }] = (await watch(port, request, [500])) as [Look];
      const announced = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1]);
      const content = received.split("\r\n\r\n")[1]?.length ?? 0;
      if (isEnded) {
        // Never an octet too many.
        expect(content).toBeLessThanOrEqual(announced);
        return "the connection ends";
      }
      return announced === content ? "the true length" : "goes on";
    }),
  );

  it("of 100 (Continue)", () =>
    answers("100 (Continue)", async ({ port }) => {
      const head = "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n";
      const request = `${head}Content-Length: 2\r\n\r\n`;
      const [early, late] = (await watch(port, request, [peers.SLOW / 2, peers.SLOW * 3], "ok")) as [Look, Look];
      expect(late.received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
      return early.received === "" ? "when the handler reads" : "at once";
    }));

  it("of HTTP/2", async () => {
    const others = [await peers.koaOnHttp2(), await peers.fastifyOnHttp2(), await peers.honoOnHttp2()];
    const all = [...others, ...[contenders.get("Bun") ?? []].flat()];
    for (const { port } of all) expect(await http2Answer(port)).toBe("web");
    await Promise.all(others.map((other) => other.stop()));
    expect(cells("HTTP/2").filter(([, cell]) => cell === "")).toEqual([["Express", ""]]);
  });

  it("of these versions", () => {
    const line = README.split("\n").find((each) => each.startsWith("Express 5")) ?? "";
    for (const name of ["express", "koa", "fastify", "hono", "@hono/node-server", ...(bun === null ? [] : ["bun"])]) {
      expect(line.toLowerCase()).toContain(versionOf(name));
    }
  });
});

async function bunPeer(program: ChildProcessByStdio<null, Readable, null>): Promise<peers.Peer> {
  const [port, onlyRoutes] = String((await once(program.stdout, "data"))[0])
    .trim()
    .split(" ")
    .map(Number);
  return { port: port as number, onlyRoutes, stop: () => program.kill() };
}

/** The cells of a row, without its name. */
function rowOf(name: string): readonly string[] {
  const row = README.split("\n").find((line) => line.startsWith(`| ${name} |`));
  if (row === undefined) throw new Error(`README.md has no row ${name}`);
  return row
    .split("|")
    .slice(2, -1)
    .map((cell) => cell.trim());
}

async function http2Answer(port: number): Promise<string> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    const stream = session.request({ ":path": "/response" }).setEncoding("utf8");
    let content = "";
    for await (const piece of stream) content += piece;
    return content;
  } finally {
    session.destroy();
  }
}
