import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

const GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/** A TLS connection to the example, and what it answers on it. */
async function connected(url: string): Promise<{ socket: TLSSocket; certificate: string; ask: () => Promise<string> }> {
  const { port } = new URL(url);
  const socket = connect({ port: Number(port), host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const ask = async (): Promise<string> => {
    socket.write(GET);
    return String((await once(socket, "data"))[0]);
  };
  return { socket, certificate: socket.getPeerCertificate().fingerprint256, ask };
}

it("serves HTTPS, and takes another certificate while it runs", async () => {
  await using https = await startExample("https");
  expect(https.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const before = await connected(https.url);
  expect(await before.ask()).toMatch(/\r\n\r\nHello over TLSv1\.3\n$/);

  process.kill(https.pid, "SIGHUP");
  await https.prints(/Took another certificate/);
  const after = await connected(https.url);
  expect(after.certificate).not.toBe(before.certificate);
  expect(await after.ask()).toContain("Hello");
  expect(await before.ask()).toContain("Hello");

  for (const { socket } of [before, after]) socket.end();
  expect(await https.stop()).toBe(0);
});

it("tells who speaks HTTP in the clear", async () => {
  await using https = await startExample("https");
  const response = await fetch(https.url.replace("https:", "http:"));
  expect([response.status, await response.text()]).toEqual([400, "This port speaks HTTPS: use https:// in the URL.\n"]);
});
