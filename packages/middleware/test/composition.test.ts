// All in the order that docs/middleware/README.md shows, on the wire.

import { connect } from "@sockeye/core/testing";
import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { bearerAuth } from "../src/bearer-auth/index.js";
import { cacheControl } from "../src/cache-control/index.js";
import { compress } from "../src/compress/index.js";
import { cors } from "../src/cors/index.js";
import { etag } from "../src/etag/index.js";
import { health } from "../src/health/index.js";
import { logger } from "../src/logger/index.js";
import { rateLimit } from "../src/rate-limit/index.js";
import { requestId } from "../src/request-id/index.js";
import { secureHeaders } from "../src/secure-headers/index.js";
import { serverTiming } from "../src/server-timing/index.js";
import { session } from "../src/session/index.js";
import { trustProxy } from "../src/trust-proxy/index.js";

const TEXT = "a text that repeats itself. ".repeat(100);

function setUp() {
  const lines: string[] = [];
  const app = createApp({ report: () => {} })
    .use(health())
    .use(trustProxy({ proxies: ["192.0.2.0/24"] }))
    .use(requestId({ generate: () => "id" }))
    .use(logger({ format: "json", write: (line) => lines.push(line) }))
    .use(serverTiming())
    .use(secureHeaders())
    .use(cors({ origin: "https://app.example" }))
    .use(rateLimit({ limit: 3, window: 60 }))
    .use(compress())
    .use(etag())
    .use(cacheControl({ maxAge: 60 }))
    .use(bearerAuth({ tokens: { ada: "abc" } }))
    .use(session<{ seen: boolean }>({ secrets: "a secret of thirty-two characters" }))
    .get("/", (c) => {
      c.state.session.set("seen", true);
      return TEXT;
    })
    .get("/bug", () => {
      throw new Error("bug");
    });
  return { app, lines };
}

const FIELDS = [
  "Origin: https://app.example",
  "Authorization: Bearer abc",
  "Accept-Encoding: gzip",
  "X-Forwarded-For: 203.0.113.7",
];

interface Answer {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
}

async function exchange(app: object, fields: readonly string[], path = "/"): Promise<Answer> {
  const connection = connect(app as never);
  await connection.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n`);
  // Digests, compression and encryption take turns of the loop that no connection sees.
  let received = "";
  await expect.poll(async () => (received += await connection.received())).toContain("\r\n\r\n");
  const [head = ""] = received.split("\r\n\r\n");
  const [start = "", ...lines] = head.split("\r\n");
  return {
    status: Number(start.split(" ")[1]),
    fields: Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
    ),
  };
}

// What every answer has, whoever gave it.
const ALWAYS = {
  "x-request-id": "id",
  "x-content-type-options": "nosniff",
  "server-timing": expect.stringMatching(/^total;dur=/),
  "access-control-allow-origin": "https://app.example",
};

describe("together", () => {
  it("an answer has what each of them gives", async () => {
    const { app, lines } = setUp();
    const { status, fields } = await exchange(app, FIELDS);
    expect(status).toBe(200);
    expect(fields).toMatchObject({
      ...ALWAYS,
      "content-encoding": "gzip",
      etag: expect.stringMatching(/^W\/"/),
      ratelimit: '"default";r=2;t=20',
      "cache-control": "private",
      "set-cookie": expect.stringMatching(/^__Host-session=/),
      vary: "Cookie, Accept-Encoding, Origin",
    });
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { requestId: "id", status: 200, remote: "203.0.113.7", octets: Number(fields["content-length"]) },
    ]);

    const again = await exchange(app, [...FIELDS, `If-None-Match: ${fields["etag"]}`]);
    expect(again.status).toBe(304);
    expect(again.fields).toMatchObject({ ...ALWAYS, etag: fields["etag"] as string });
    expect(again.fields).not.toHaveProperty("content-encoding");
  });

  it("a refusal can be read by the page, and is counted and logged", async () => {
    const { app, lines } = setUp();
    const { status, fields } = await exchange(app, ["Origin: https://app.example"]);
    expect([status, fields["www-authenticate"], fields["ratelimit"]]).toEqual([401, "Bearer", '"default";r=2;t=20']);
    expect(fields).toMatchObject(ALWAYS);
    expect(fields).not.toHaveProperty("cache-control");
    expect(JSON.parse(lines[0] as string)).toMatchObject({ level: 40, status: 401 });
  });

  it("so can an error, and the refusal of too many", async () => {
    const { app, lines } = setUp();
    for (let i = 0; i < 3; i++) {
      const { status, fields } = await exchange(app, FIELDS, "/bug");
      expect(status).toBe(500);
      expect(fields).toMatchObject(ALWAYS);
    }
    const { status, fields } = await exchange(app, FIELDS);
    expect([status, fields["retry-after"]]).toEqual([429, "20"]);
    expect(fields).toMatchObject(ALWAYS);
    expect(lines.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([500, 500, 500, 429]);
  });

  it("one client's limit is not another's, behind the same proxy", async () => {
    const { app } = setUp();
    for (let i = 0; i < 4; i++) await exchange(app, FIELDS);
    expect((await exchange(app, FIELDS)).status).toBe(429);
    const others = FIELDS.map((field) => field.replace("203.0.113.7", "203.0.113.8"));
    expect((await exchange(app, others)).status).toBe(200);
  });

  it("health is asked without any of it", async () => {
    const { app, lines } = setUp();
    const { status, fields } = await exchange(app, [], "/livez");
    expect(status).toBe(200);
    expect(fields).not.toHaveProperty("x-request-id");
    expect(lines).toEqual([]);
  });
});
