// HTTPS over real sockets: certificates, handshakes that fail, peers that speak something else, the end.

import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { connect as connectPlain, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { type FetchApp, type Handler, reply, type ServeOptions, type Server } from "../../src/index.js";
import { served } from "../apps/served.js";
import { fakeLogger, held } from "../transport/fixtures.js";
import { type Certificate, certificate } from "./certificates.js";

let one: Certificate;
let other: Certificate;

beforeAll(async () => {
  [one, other] = await Promise.all([certificate("one.test"), certificate("other.test")]);
});

function https(handler: Handler | FetchApp, options: ServeOptions = {}): Promise<Server> {
  return served(handler, { tls: one, ...options });
}

/** A TLS socket whose handshake is done. */
async function connected({ port }: Server, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: "127.0.0.1", ca: [one.cert, other.cert], servername: "localhost", ...options });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  return socket;
}

function commonName(socket: TLSSocket): unknown {
  return socket.getPeerCertificate().subject.CN;
}

/** Sends octets, and gives back what came until the peer closed. */
async function answerTo(socket: Socket, octets: string): Promise<string> {
  let received = "";
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  socket.write(octets, "latin1");
  await once(socket, "close");
  return received;
}

const GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

interface Answer {
  readonly status: number | undefined;
  readonly octets: Buffer;
}

function ask(
  url: string,
  { body, agent, method = "GET" }: { body?: Buffer; agent?: Agent; method?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: one.cert, method, agent }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece);
      resolve({ status: response.statusCode, octets: Buffer.concat(pieces) });
    });
    asked.on("error", reject).end(body);
  });
}

const hello = () => reply.text("hello");

describe("the certificate", () => {
  it("comes as strings, and the URLs are https", async () => {
    const server = await https((incoming, { tls }) => reply.text(`${incoming.url} ${tls?.getProtocol()}`));
    expect(server.url).toBe(`https://localhost:${server.port}`);
    expect((await ask(server.url)).octets.toString()).toBe(`${server.url}/ TLSv1.3`);
  });

  it("comes from files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sockeye-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    await Promise.all([writeFile(key, one.key), writeFile(cert, one.cert)]);
    const server = await https(hello, { tls: { key: await readFile(key), cert: await readFile(cert) } });
    expect((await ask(server.url)).octets.toString()).toBe("hello");
    await rm(folder, { recursive: true });
  });

  it("that cannot be used is refused in a line", async () => {
    await expect(https(hello, { tls: { key: "none", cert: "none" } })).rejects.toThrow(
      /^serve\(\) was given a `tls` that it cannot use: .*PEM/,
    );
  });

  it("is chosen by the name that the client asks for (SNI)", async () => {
    const server = await https(hello, {
      tls: {
        ...one,
        SNICallback: (name, done) => done(null, name === "other.test" ? createSecureContext(other) : undefined),
      },
    });
    expect(commonName(await connected(server, { servername: "other.test" }))).toBe("other.test");
    expect(commonName(await connected(server, { servername: "one.test" }))).toBe("one.test");
  });

  it("is renewed while the server runs: for new connections, and old ones go on", async () => {
    const server = await https(hello);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask(server.url, { agent });
    server.setSecureContext(other);
    expect(commonName(await connected(server))).toBe("other.test");
    // The agent does not trust the new one: it can only have used its old connection.
    expect((await ask(server.url, { agent })).octets.toString()).toBe("hello");
    agent.destroy();
    await expect(ask(server.url)).rejects.toThrow();
  });

  it("stays when what is to replace it cannot be used", async () => {
    const server = await https(hello);
    expect(() => server.setSecureContext({ key: "none", cert: "none" })).toThrow();
    expect((await ask(server.url)).octets.toString()).toBe("hello");
  });

  it("cannot be renewed where there is none", async () => {
    const server = await served(hello);
    expect(() => server.setSecureContext(one)).toThrow("The server speaks no TLS: give `tls` to serve()");
  });

  it("of the client is seen by the handler, and asked for where the server says so", async () => {
    const options = { tls: { ...one, ca: other.cert, requestCert: true } };
    const server = await https(
      (_request, { tls }) => reply.text(String(tls?.getPeerCertificate().subject.CN)),
      options,
    );
    expect(await answerTo(await connected(server, other), GET)).toMatch(/\r\n\r\nother\.test$/);
    const unknown = connect({ port: server.port, host: "127.0.0.1", ca: one.cert, servername: "localhost" });
    // In TLS 1.3 the client hears of the refusal when it reads.
    expect(await once(unknown, "error")).toMatchObject([
      { code: expect.stringMatching(/CERTIFICATE_REQUIRED|ECONNRESET/) },
    ]);
  });
});

describe("a connection", () => {
  it("carries large content both ways", async () => {
    const server = await https((incoming) => new Response(incoming.body));
    const octets = randomBytes(5_000_000);
    const answer = await ask(server.url, { method: "POST", body: octets });
    expect(createHash("sha1").update(answer.octets).digest("hex")).toBe(
      createHash("sha1").update(octets).digest("hex"),
    );
  });

  it("is answered when the client has half-closed it", async () => {
    const server = await https(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return reply.text("late");
    });
    const plain = connectPlain({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    const socket = await connected(server, { socket: plain });
    const answer = answerTo(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.end();
    expect(await answer).toMatch(/\r\n\r\nlate$/);
  });

  it("offers HTTP/1.1 and nothing else (ALPN)", async () => {
    const server = await https(hello);
    const socket = await connected(server, { ALPNProtocols: ["h2", "http/1.1"] });
    expect(socket.alpnProtocol).toBe("http/1.1");
  });

  it("serves curl", async () => {
    const curl = promisify(execFile);
    const server = await https(hello);
    const options = ["--silent", "--insecure", "--include", "--http2", server.url];
    const { stdout } = await curl("curl", options).catch((error) => {
      if (error.code === "ENOENT") return { stdout: null };
      throw error;
    });
    if (stdout !== null) expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nhello$/s);
  });
});

describe("a peer that makes no connection", () => {
  it.each(["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0"])(
    "speaks in the clear, and is told: %j",
    async (octets) => {
      const server = await https(hello);
      const received = await answerTo(connectPlain(server.port, "127.0.0.1"), octets);
      expect(received).toMatch(
        /^HTTP\/1\.1 400 Bad Request\r\n.*\r\n\r\nThis port speaks HTTPS: use https:\/\/ in the URL\.\n$/s,
      );
      expect(server.connections.open).toBe(0);
    },
  );

  it("speaks in the clear without an end: it is not heard for long", async () => {
    const server = await https(hello);
    const socket = connectPlain({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => {}).resume();
    const start = performance.now();
    const talk = setInterval(() => socket.write("more"), 100);
    await new Promise((resolve) => socket.once("close", resolve));
    clearInterval(talk);
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  it("sends a handshake that is none, and the server goes on", async () => {
    const logger = fakeLogger();
    const server = await https(hello, { logger });
    const socket = connectPlain(server.port, "127.0.0.1");
    await answerTo(socket, "\x16\x03\x01\x00\x05hello").catch(() => {});
    expect(logger.lines).toContain("debug: A TLS handshake failed");
    expect((await ask(server.url)).octets.toString()).toBe("hello");
  });

  it("knows no version that we speak", async () => {
    const logger = fakeLogger();
    const server = await https(hello, { logger, tls: { ...one, minVersion: "TLSv1.3" } });
    const socket = connect({ port: server.port, host: "127.0.0.1", maxVersion: "TLSv1.2", rejectUnauthorized: false });
    await once(socket, "error");
    expect(logger.lines).toContain("debug: A TLS handshake failed");
  });

  it.each([
    { rule: "is silent", octets: "" },
    { rule: "sends half a ClientHello", octets: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" },
  ])("$rule, and is left after the deadline of a head", async ({ octets }) => {
    const server = await https(hello, { deadlines: { head: 200 } });
    const socket = connectPlain(server.port, "127.0.0.1");
    expect(await answerTo(socket, octets)).toBe("");
  });

  it("leaves a hundred times in the middle of its handshake, and nothing stays", async () => {
    const server = await https(hello);
    const before = sockets();
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const socket = connect({ port: server.port, host: "127.0.0.1", rejectUnauthorized: false });
        socket.on("error", () => {});
        // At once, when the TCP connection stands, or when the ClientHello has gone out.
        if (index % 3 > 0) await once(socket, "connect");
        if (index % 3 > 1) await new Promise((resolve) => setImmediate(resolve));
        socket.destroy();
      }),
    );
    await expect.poll(sockets).toBeLessThanOrEqual(before);
    expect(server.connections.open).toBe(0);
    expect((await ask(server.url)).octets.toString()).toBe("hello");
  });
});

describe("stop()", () => {
  it("finishes what is under way, and ends the rest", async () => {
    const answer = held<Response>();
    const server = await https(({ url }) => (url.endsWith("/wait") ? answer.promise : hello()));
    const idle = await connected(server);
    idle.resume();
    const asked = ask(`${server.url}/wait`);
    await expect.poll(() => server.connections.active).toBe(1);
    const stopped = server.stop();
    answer.resolve(reply.text("finished"));
    expect((await asked).octets.toString()).toBe("finished");
    expect(await stopped).toEqual({ finished: 1, cut: 0 });
    await expect.poll(() => idle.destroyed).toBe(true);
  });

  it.each([
    { rule: "are silent", octets: "" },
    { rule: "have half a ClientHello sent", octets: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" },
    { rule: "speak in the clear", octets: "GET" },
  ])("waits no longer than its grace for peers that $rule", async ({ octets }) => {
    const server = await https(hello, { deadlines: { head: 0 } });
    const socket = connectPlain({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(octets, "latin1");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await server.stop({ grace: 300 });
    expect(performance.now() - start).toBeLessThan(1_500);
    socket.destroy();
  });
});

/** TCP sockets of this process that are open. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}
