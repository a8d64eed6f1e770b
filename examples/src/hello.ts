// What `npm start` runs: the smallest server. PORT and HOST say where it listens.

import { reply, serve } from "@sockeye/core";

const port = Number(process.env["PORT"] ?? 8000);
const host = process.env["HOST"] ?? "127.0.0.1";

try {
  const server = await serve(() => reply.text("Hello from Sockeye\n"), { port, host });
  console.log(`Listening on ${server.url}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
