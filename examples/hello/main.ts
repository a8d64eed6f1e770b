// The smallest server: one function for every request, and a stop that loses no answer.

import { reply, serve } from "@sockeye/core";

try {
  const server = await serve(() => reply.text("Hello from Sockeye\n"), {
    port: Number(process.env["PORT"] ?? 8000),
    host: process.env["HOST"] ?? "127.0.0.1",
  });
  console.log(`Listening on ${server.url}`);
  process.once("SIGTERM", () => void server.stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
