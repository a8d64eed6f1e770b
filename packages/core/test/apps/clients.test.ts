// One server, and the clients that people have: fetch, undici, node:http and curl.

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import { Client, request as undiciRequest } from "undici";
import { describe, expect, it } from "vitest";
import { type Handler, reply } from "../../src/index.js";
import { served } from "./served.js";

interface Asked {
  readonly method?: string;
  readonly body?: Buffer;
  readonly headers?: Record<string, string>;
}

interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly content: Buffer;
}

type Ask = (url: string, asked?: Asked) => Promise<Answer>;

const CLIENTS: Readonly<Record<string, Ask>> = {
  fetch: async (url, { body, ...asked } = {}) => {
    const response = await fetch(url, { ...asked, body: body ?? null, redirect: "manual" });
    const fields = new Map([...response.headers.keys()].map((name) => [name, [response.headers.get(name) as string]]));
    fields.set("set-cookie", response.headers.getSetCookie());
    return { status: response.status, fields, content: Buffer.from(await response.arrayBuffer()) };
  },
  undici: async (url, { method = "GET", ...asked } = {}) => {
    const { statusCode, headers, body } = await undiciRequest(url, { method: method as "GET", ...asked });
    return { status: statusCode, fields: fieldsOf(headers), content: Buffer.from(await body.arrayBuffer()) };
  },
  "node:http": async (url, { body, ...asked } = {}) => {
    const request = httpRequest(url, asked).end(body);
    const [response] = await once(request, "response");
    return { status: response.statusCode, fields: fieldsOf(response.headers), content: await buffer(response) };
  },
  curl: async (url, { method, body, headers = {} } = {}) => {
    const args = [
      "--silent",
      "--include",
      "--globoff",
      ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    ];
    if (method === "HEAD") args.push("--head");
    else if (method !== undefined) args.push("--request", method);
    if (body !== undefined) args.push("--data-binary", "@-");
    const curl = spawn("curl", [...args, url], { stdio: ["pipe", "pipe", "inherit"] });
    curl.stdin.end(body);
    return parsed(await buffer(curl.stdout));
  },
};

const hasCurl = await once(spawn("curl", ["--version"], { stdio: "ignore" }), "exit").then(
  () => true,
  () => false,
);

const app: Handler = async (request) => {
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case "GET /json":
    case "HEAD /json":
      return reply.json({ hello: "wörld" });
    case "GET /large":
      return new Response(randomStream(30));
    case "GET /cookies":
      return reply.text("set", {
        headers: [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2; Path=/"],
        ],
      });
    case "GET /moved":
      return reply.redirect("/json", 308);
    case "GET /gone":
      return reply.empty(204);
    case "PUT /sum": {
      const octets = new Uint8Array(await request.arrayBuffer());
      return reply.json({ octets: octets.length, sha1: sha1(octets), type: request.headers.get("content-type") });
    }
    case "POST /refuse":
      return reply.text("too much", 413);
    default:
      return reply.text("not here", 404);
  }
};

describe.each(Object.entries(CLIENTS).filter(([name]) => name !== "curl" || hasCurl))("%s", (_name, ask) => {
  it("gets JSON, and its fields alone by HEAD", async () => {
    const { url } = await served(app);
    const answer = await ask(`${url}/json`);
    expect([answer.status, JSON.parse(answer.content.toString())]).toEqual([200, { hello: "wörld" }]);
    const head = await ask(`${url}/json`, { method: "HEAD" });
    expect([head.status, head.content.length, head.fields.get("content-length")]).toEqual([200, 0, ["18"]]);
  });

  it("gets a stream whole", async () => {
    const { url } = await served(app);
    const { content, fields } = await ask(`${url}/large`);
    expect([content.length, fields.get("transfer-encoding")]).toEqual([30 * 65_536, ["chunked"]]);
  });

  it("puts content", async () => {
    const { url } = await served(app);
    const body = randomBytes(900_000);
    const { content } = await ask(`${url}/sum`, {
      method: "PUT",
      body,
      headers: { "content-type": "application/x-a" },
    });
    expect(JSON.parse(content.toString())).toEqual({ octets: 900_000, sha1: sha1(body), type: "application/x-a" });
  });

  it("is refused a large upload, and sees why", async () => {
    const { url } = await served(app);
    const { status, content } = await ask(`${url}/refuse`, { method: "POST", body: Buffer.alloc(20_000) });
    expect([status, content.toString()]).toEqual([413, "too much"]);
  });

  it("gets cookies, redirects, nothing, and what is not there", async () => {
    const { url } = await served(app);
    expect((await ask(`${url}/cookies`)).fields.get("set-cookie")).toEqual(["a=1", "b=2; Path=/"]);
    const moved = await ask(`${url}/moved`);
    expect([moved.status, moved.fields.get("location")]).toEqual([308, ["/json"]]);
    const gone = await ask(`${url}/gone`);
    expect([gone.status, gone.content.length]).toEqual([204, 0]);
    expect((await ask(`${url}/nowhere`)).status).toBe(404);
  });
});

describe("a connection that is kept", () => {
  it("serves node:http's agent again and again", async () => {
    const ids = new Set<number>();
    const { url } = await served((_request, { connection }) => {
      ids.add(connection.id);
      return reply.text("x");
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let round = 0; round < 20; round++) {
      const [response] = await once(httpRequest(url, { agent }).end(), "response");
      await buffer(response);
    }
    agent.destroy();
    expect(ids.size).toBe(1);
  });

  it("serves what undici pipelines, in order", async () => {
    const { url } = await served(async (request) => {
      const { pathname } = new URL(request.url);
      await new Promise((resolve) => setTimeout(resolve, Number(pathname.slice(1)) % 7));
      return reply.text(pathname);
    });
    const client = new Client(url, { pipelining: 10 });
    const paths = Array.from({ length: 50 }, (_, index) => `/${index}`);
    const answers = await Promise.all(
      paths.map(async (path) => (await client.request({ path, method: "GET" })).body.text()),
    );
    expect(answers).toEqual(paths);
    await client.close();
  });
});

it("node:http waits for 100 Continue, and hears the early hints", async () => {
  const { url } = await served(async (request, exchange) => {
    exchange.informational(103, { Link: "</a.css>; rel=preload" });
    return reply.text(await request.text());
  });
  const request = httpRequest(url, { method: "POST", headers: { Expect: "100-continue", "Content-Length": 5 } });
  const seen: number[] = [];
  request.on("information", ({ statusCode }) => seen.push(statusCode));
  request.on("continue", () => {
    seen.push(100);
    request.end("hello");
  });
  request.flushHeaders();
  const [response] = await once(request, "response");
  expect((await buffer(response)).toString()).toBe("hello");
  expect(seen.filter((status, at) => seen.indexOf(status) === at)).toEqual([103, 100]);
});

function fieldsOf(headers: Record<string, string | string[] | undefined>): Map<string, readonly string[]> {
  return new Map(Object.entries(headers).map(([name, value = []]) => [name, [value].flat()]));
}

/** What `curl --include` prints: heads, of which the last is the response's, and the content. */
function parsed(octets: Buffer): Answer {
  let start = 0;
  let end = octets.indexOf("\r\n\r\n");
  while (octets.subarray(start, start + 12).toString() === "HTTP/1.1 100") {
    start = end + 4;
    end = octets.indexOf("\r\n\r\n", start);
  }
  const [line = "", ...lines] = octets.subarray(start, end).toString("latin1").split("\r\n");
  const fields = new Map<string, string[]>();
  for (const text of lines) {
    const colon = text.indexOf(": ");
    const name = text.slice(0, colon).toLowerCase();
    fields.set(name, [...(fields.get(name) ?? []), text.slice(colon + 2)]);
  }
  return { status: Number(line.split(" ")[1]), fields, content: octets.subarray(end + 4) };
}

function sha1(octets: Uint8Array): string {
  return createHash("sha1").update(octets).digest("hex");
}

/** So many pieces of 64 KiB. */
function randomStream(pieces: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      if (pieces-- === 0) controller.close();
      else controller.enqueue(randomBytes(65_536));
    },
  });
}
