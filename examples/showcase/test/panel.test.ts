// The panel: what it records, what it hides, and who may see it.

import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExchangeDetails, Now } from "../panel/shown.js";
import { WireRecord, withoutSecrets } from "../panel/wire-record.js";
import { ADMIN, clientOf, newShowcase } from "./client.js";
import { type Running, run } from "./running.js";

let running: Running;
beforeAll(async () => {
  running = await run();
});
afterAll(() => running.stop());

async function get<Value>(path: string): Promise<Value> {
  return (await (await fetch(running.url + path)).json()) as Value;
}

/** Sends octets as they are. @returns the answer */
async function send(octets: string): Promise<string> {
  const socket = connect(running.port, "127.0.0.1");
  socket.write(octets, "latin1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (piece: string) => (answer += piece));
  while (!answer.includes("\r\n\r\n")) await once(socket, "data");
  socket.destroy();
  return answer;
}

async function exchangeOf(answer: string): Promise<ExchangeDetails> {
  return get(`/panel/exchanges/${/^exchange-id: (\S+)\r$/im.exec(answer)?.[1]}`);
}

describe("secrets", () => {
  it.each([
    { rule: "Cookie", text: "Cookie: a=b\r\n", shown: "Cookie:****\r\n" },
    { rule: "whatever the case", text: "AUTHORIZATION:Basic x\r\n", shown: "AUTHORIZATION:*******\r\n" },
    {
      rule: "Set-Cookie",
      text: "a: b\r\nset-cookie: s=1; HttpOnly\r\n",
      shown: "a: b\r\nset-cookie:**************\r\n",
    },
    { rule: "Proxy-Authorization", text: "Proxy-Authorization: x\r\n", shown: "Proxy-Authorization:**\r\n" },
    {
      rule: "behind a first request",
      text: "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nCookie: a\r\n\r\n",
      shown: "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nCookie:**\r\n\r\n",
    },
    { rule: "with a space before the colon", text: "Cookie : a\r\n", shown: "Cookie :**\r\n" },
    { rule: "cut off", text: "Cookie: abc", shown: "Cookie:****" },
    { rule: "and nothing else", text: "X-Cookie: a\r\nCookies: b\r\n", shown: "X-Cookie: a\r\nCookies: b\r\n" },
  ])("are starred out: $rule", ({ text, shown }) => {
    expect(withoutSecrets(text, false)).toBe(shown);
  });

  it("in content are starred out where the route takes them", () => {
    expect(withoutSecrets("POST / HTTP/1.1\r\n\r\n{}", true)).toBe("POST / HTTP/1.1\r\n\r\n**");
  });

  it("keep their place: offsets stay right however it was cut", () => {
    const octets = Buffer.from("GET / HTTP/1.1\r\nCookie: secret\r\nHost: a\r\n\r\n");
    const record = new WireRecord();
    for (const octet of octets) record.add(Uint8Array.of(octet));
    const { text } = record.show(false);
    expect(text).toHaveLength(octets.length);
    expect(text.indexOf("Host: a")).toBe(octets.indexOf("Host: a"));
    expect(text).not.toContain("secret");
  });
});

describe("an exchange", () => {
  it("is shown as it was on the wire, octet for octet, with the time of each step", async () => {
    const request = "GET /api/links?q=fetch HTTP/1.1\r\nHost: localhost\r\nX-Odd:\tvalue \r\n\r\n";
    const answer = await send(request);
    const exchange = await exchangeOf(answer);

    expect(exchange.received).toEqual({ text: request, octets: request.length });
    expect(exchange.sent).toEqual({ text: answer, octets: answer.length });
    expect(exchange).toMatchObject({ method: "GET", target: "/api/links?q=fetch", status: 200, state: "finished" });
    expect(exchange).toMatchObject({ route: "/api/links", place: expect.stringMatching(/^examples.showcase.links/) });
    const names = exchange.steps.map(({ name }) => name);
    expect(names).toEqual(["mark", "secureHeaders", "csrf", "session", "identify", "(anonymous)"]);
    for (const { from, to } of exchange.steps) expect(to).toBeGreaterThanOrEqual(from);
  });

  it("shows neither cookies nor passwords", async () => {
    const json = JSON.stringify(ADMIN);
    const head = `POST /api/session HTTP/1.1\r\nHost: localhost\r\nCookie: session=top-secret-cookie\r\nContent-Type: application/json\r\n`;
    const answer = await send(
      `${head}Authorization: Basic dG9wLXNlY3JldA==\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    const cookie = /^set-cookie: session=([^;]+)/im.exec(answer)?.[1] as string;

    const shown = JSON.stringify([await exchangeOf(answer), await get<Now>("/panel/now")]);
    for (const secret of [ADMIN.password, "top-secret", "dG9wLXNlY3JldA", cookie]) expect(shown).not.toContain(secret);
    expect(shown).toContain("Content-Length: ");
  });

  it("has nothing of a request before it that no handler was asked about", async () => {
    const request = "GET /api/tags HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const socket = connect(running.port, "127.0.0.1");
    let answers = "";
    socket.setEncoding("latin1").on("data", (piece: string) => (answers += piece));
    socket.write("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => answers).toMatch(/^HTTP\/1\.1 501 /);
    socket.write(request);
    await expect.poll(() => answers).toMatch(/exchange-id: \S+\r\n/i);
    socket.destroy();

    expect((await exchangeOf(answers)).received.text).toBe(request);
  });

  it("that goes on is open, with its status", async () => {
    const controller = new AbortController();
    await fetch(`${running.url}/api/changes`, { signal: controller.signal });
    const { exchanges } = await get<Now>("/panel/now");

    expect(exchanges[0]).toMatchObject({ target: "/api/changes", status: 200, state: "open" });
    controller.abort();
    // The peer may only have closed its half: it gets a second to show that it is there.
    await expect
      .poll(async () => (await get<Now>("/panel/now")).exchanges[0]?.state, { timeout: 5000 })
      .not.toBe("open");
  });

  it("is kept for a while: the last ones, and none of the panel's own", async () => {
    for (let i = 0; i < 50; i++) await (await fetch(`${running.url}/api/tags`)).text();
    const { exchanges } = await get<Now>("/panel/now");

    expect(exchanges).toHaveLength(40);
    expect(exchanges.every(({ target }) => !target.startsWith("/panel"))).toBe(true);
    expect((await fetch(`${running.url}/panel/exchanges/1.1`)).status).toBe(404);
  });
});

describe("a refusal", () => {
  it.each([
    { name: "two-hosts", code: "HOST_DUPLICATE" },
    { name: "space-before-colon", code: "FIELD_NAME_WHITESPACE" },
    { name: "both-framings", code: "LENGTH_AND_CHUNKED" },
    { name: "bare-line-feed", code: "BARE_LF" },
    { name: "control-octet", code: "FIELD_VALUE_OCTET" },
    { name: "bad-chunk-size", code: "CHUNK_SIZE_MALFORMED" },
  ])("of $name is shown with a caret, and the peer is told nothing of it", async ({ name, code }) => {
    const response = await fetch(`${running.url}/panel/samples`, {
      method: "POST",
      body: JSON.stringify({ name }),
      headers: { "Content-Type": "application/json" },
    });
    const { answer } = (await response.json()) as { answer: string };
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\n\r\n400 Bad Request\n$/);

    const { refusals } = await get<Now>("/panel/now");
    expect(refusals[0]?.code).toBe(code);
    expect(refusals[0]?.explanation.split("\n")[3]).toMatch(/^ {2}\| *\^$/);
  });
});

describe("who may see it", () => {
  const ask = (exchange: object, url: string) =>
    running.showcase.app.request(url, { exchange: exchange as never }).then(({ status }) => status);

  it.each([
    { from: "127.0.0.1", url: "http://localhost/panel/now", status: 200 },
    { from: "127.8.9.1", url: "http://127.0.0.1:8000/panel/now", status: 200 },
    { from: "::1", url: "http://[::1]:8000/panel/now", status: 200 },
    { from: "::ffff:127.0.0.1", url: "http://localhost/panel/now", status: 200 },
    { from: "192.168.1.7", url: "http://localhost/panel/now", status: 404 },
    { from: "127.0.0.1", url: "http://rebound.example/panel/now", status: 404 },
    { from: "127.0.0.1", url: "http://localhost.example/panel/routes", status: 404 },
    { from: "127.0.0.1", url: "http://192.168.1.2/panel/explain?method=GET&path=/", status: 404 },
  ])("$from, by $url: $status", async ({ from, url, status }) => {
    expect(await ask({ remote: { address: from, port: 1 } }, url)).toBe(status);
  });

  it("nobody, of whom it is not known where they are", async () => {
    expect(await ask({}, "http://localhost/panel/now")).toBe(404);
    expect(await ask({ remote: { path: "/tmp/socket" } }, "http://localhost/panel/now")).toBe(404);
  });

  it("nobody, where the app was made without it", async () => {
    const answer = await clientOf(newShowcase())("GET", "/panel/now");
    expect(answer.status).toBe(404);
    expect(answer.headers.has("exchange-id")).toBe(false);
  });
});

describe("the routes", () => {
  it("are told, and none of them is a surprise", async () => {
    const { routes, verdicts } = await get<{ routes: { method: string; pattern: string }[]; verdicts: object[] }>(
      "/panel/routes",
    );
    expect(routes.map(({ method, pattern }) => `${method} ${pattern}`)).toContain("PATCH /api/links/:id");
    expect(verdicts).toEqual([]);
  });

  it("are explained", async () => {
    const { text } = await get<{ text: string }>("/panel/explain?method=DELETE&path=/api/links/7%3Fq%3D1");
    expect(text).toContain('DELETE /api/links/:id {"id":"7"} (examples/showcase/links/link-routes.ts');
    expect((await fetch(`${running.url}/panel/explain?method=GET&path=nothing`)).status).toBe(422);
  });
});
