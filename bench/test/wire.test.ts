// The table of README.md that says what servers answer to malformed messages, held against the servers.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { reply, serve } from "@sockeye/core";
import { afterAll, describe, expect, it } from "vitest";
import { findBun } from "../src/load/servers.js";
import { ask } from "./wire/ask.js";
import { MESSAGES } from "./wire/messages.js";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

const ours = await serve(
  async (request) => {
    await request.text();
    await sleep(50);
    return reply.text("answer");
  },
  { port: 0 },
);
const theirs = createServer((request, response) => {
  request.resume().on("end", () => setTimeout(() => response.end("answer"), 50));
}).listen(0, "127.0.0.1");
await once(theirs, "listening");
const bun = findBun();
const program = bun === null ? null : spawn(bun, [fileURLToPath(new URL("wire/bun-server.ts", import.meta.url))]);
const bunPort = program === null ? null : Number(String((await once(program.stdout, "data"))[0]));
if (bun === null)
  console.error("\n*** The npm package bun has no binary for this machine: its column was SKIPPED ***\n");

afterAll(async () => {
  program?.kill();
  theirs.close();
  await ours.stop();
});

describe("README.md says of each message what is answered", () => {
  it.each(MESSAGES)("$name", async (message) => {
    const row = README.split("\n").find((line) => line.startsWith(`| ${message.name} |`));
    const [, , sockeye, node, other] = (row ?? "").split("|").map((cell) => cell.trim());
    const ports = [ours.port, (theirs.address() as AddressInfo).port, ...(bunPort === null ? [] : [bunPort])];
    const answers = await Promise.all(ports.map((port) => ask(port, message)));
    expect(answers).toEqual([sockeye, node, ...(bunPort === null ? [] : [other])]);
  });
});
