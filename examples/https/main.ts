// HTTPS with a certificate that is made on the spot, and made anew while the server runs: SIGHUP takes another one, as after
// a renewal, for the connections to come.

import { reply, serve } from "@sockeye/core";
import { generate } from "selfsigned";

/** A key and a certificate for localhost, as strings. From files: `{ key: await readFile("key.pem"), cert: … }`. */
async function certificate() {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
  });
  return { key, cert };
}

try {
  const server = await serve((_request, { tls }) => reply.text(`Hello over ${tls?.getProtocol()}\n`), {
    port: Number(process.env["PORT"] ?? 8443),
    host: process.env["HOST"] ?? "127.0.0.1",
    tls: await certificate(),
  });
  console.log(`Listening on ${server.url}`);
  process.once("SIGTERM", () => void server.stop());
  process.on("SIGHUP", async () => {
    server.setSecureContext(await certificate());
    console.log("Took another certificate");
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
