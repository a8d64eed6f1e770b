import { type Exchange, HttpError, reply } from "@sockeye/core";
import { describe, expect, it } from "vitest";
import { withBasicAuth, withCors, withLog } from "../../src/cli/around.js";

const exchange = { remote: { address: "192.0.2.7", port: 1 } } as Exchange;
const hello = (): Response => reply.text("hello", { headers: { ETag: '"a"' } });

function request(method: string, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request("http://host/a?b", { method, headers });
}

describe("CORS", () => {
  const handler = withCors(hello);

  it("is on every answer", async () => {
    const { headers } = await handler(request("GET", { origin: "http://other" }), exchange);
    expect([headers.get("access-control-allow-origin"), headers.get("access-control-expose-headers")]).toEqual([
      "*",
      "*",
    ]);
  });

  it("answers a preflight by itself", async () => {
    const headers = { "access-control-request-method": "GET", "access-control-request-headers": "range, x-a" };
    const response = await handler(request("OPTIONS", headers), exchange);
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toEqual({
      "access-control-allow-headers": "range, x-a",
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-origin": "*",
      "access-control-max-age": "7200",
    });
    expect(await (await handler(request("OPTIONS"), exchange)).text()).toBe("hello");
  });
});

describe("a name and a password", () => {
  const handler = withBasicAuth(hello, { user: "me", password: "pä:ss" });
  const basic = (text: string): string => Buffer.from(text).toString("base64");

  it.each([
    [`Basic ${basic("me:pä:ss")}`, 200],
    [`basic  ${basic("me:pä:ss")}`, 200],
    [`Basic ${basic("me:pä:s")}`, 401],
    [`Basic ${basic("me:")}`, 401],
    [`Basic ${basic("")}`, 401],
    ["Basic", 401],
    ["Basic %%%", 401],
    [`Bearer ${basic("me:pä:ss")}`, 401],
    ["", 401],
  ])("%s: %d", async (authorization, status) => {
    const response = await handler(request("GET", authorization === "" ? {} : { authorization }), exchange);
    expect(response.status).toBe(status);
    if (status === 401) expect(response.headers.get("www-authenticate")).toBe('Basic realm="files", charset="UTF-8"');
  });

  it("are not wanted for a preflight", async () => {
    const both = withCors(handler);
    expect((await both(request("OPTIONS", { "access-control-request-method": "GET" }), exchange)).status).toBe(204);
    expect((await both(request("GET"), exchange)).headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("the log", () => {
  it.each([
    [hello, "200"],
    [(): Response => reply.empty(304), "304"],
    [
      (): never => {
        throw new HttpError(403, "no");
      },
      "403",
    ],
    [(): Promise<never> => Promise.reject(new Error("broken")), "500"],
  ])("%s has a line of %s", async (handler, status) => {
    const lines: string[] = [];
    const logged = withLog(handler, (line) => lines.push(line));
    await Promise.resolve(logged(request("GET"), exchange)).catch(() => {});
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ 192\\.0\\.2\\.7 GET /a\\?b ${status} \\d+ ms$`),
    );
  });
});
