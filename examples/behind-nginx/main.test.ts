import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startExample } from "../../test/example.js";
import { freePort, hasProgram, type RunningProxy, startProxy } from "../../test/proxy.js";

async function nginxBefore(url: string): Promise<RunningProxy> {
  const port = await freePort();
  const ports = { "127.0.0.1:8080": `127.0.0.1:${port}`, "127.0.0.1:8000": new URL(url).host };
  const configuration = fileURLToPath(new URL("nginx.conf", import.meta.url));
  return startProxy(configuration, ports, port, (file, folder) => ["nginx", "-p", folder, "-e", "stderr", "-c", file]);
}

describe.skipIf(!hasProgram("nginx", "-v"))("behind nginx", () => {
  it("the app knows the client as nginx saw it, and not as it claims to be", async () => {
    await using app = await startExample("behind-nginx");
    await using nginx = await nginxBefore(app.url);
    const response = await fetch(nginx.url, {
      headers: { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https" },
    });
    expect(await response.json()).toMatchObject({ client: "127.0.0.1", url: `${nginx.url}/` });
  });

  it("connections to the app are kept", async () => {
    await using app = await startExample("behind-nginx");
    await using nginx = await nginxBefore(app.url);
    const most = { exchanges: 0 };
    for (let i = 0; i < 20; i++) {
      const { exchanges } = (await (await fetch(nginx.url)).json()) as { exchanges: number };
      most.exchanges = Math.max(most.exchanges, exchanges);
    }
    // One connection for each worker of nginx.
    expect(most.exchanges).toBeGreaterThan(1);
  });

  it("streams come through piece by piece", async () => {
    await using app = await startExample("behind-nginx");
    await using nginx = await nginxBefore(app.url);
    const times: number[] = [];
    const lines: string[] = [];
    const start = performance.now();
    const { body } = await fetch(new URL("/lines", nginx.url));
    for await (const piece of body as ReadableStream<Uint8Array>) {
      times.push(performance.now() - start);
      lines.push(Buffer.from(piece).toString());
    }
    expect(lines).toEqual(["one\n", "two\n", "three\n"]);
    expect((times[2] as number) - (times[0] as number)).toBeGreaterThan(400);
  });

  it("uploads go through as they come, by length, in chunks and after 100 (Continue)", async () => {
    await using app = await startExample("behind-nginx");
    await using nginx = await nginxBefore(app.url);
    const upload = (headers: Record<string, string>) =>
      new Promise<unknown>((resolve, reject) => {
        const outgoing = request(new URL("/count", nginx.url), { method: "POST", headers }, async (response) => {
          resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()));
        });
        outgoing.on("error", reject);
        const send = () => outgoing.end(Buffer.alloc(3_000_000));
        if (headers["expect"] === undefined) send();
        else outgoing.on("continue", send);
      });
    expect(await upload({ "content-length": "3000000" })).toEqual({ octets: 3_000_000 });
    expect(await upload({ "transfer-encoding": "chunked" })).toEqual({ octets: 3_000_000 });
    expect(await upload({ "content-length": "3000000", expect: "100-continue" })).toEqual({ octets: 3_000_000 });
  });

  it("HEAD, 404 and an app that is down are answered", async () => {
    await using app = await startExample("behind-nginx");
    await using nginx = await nginxBefore(app.url);
    const status = async (path: string, method = "GET") => (await fetch(new URL(path, nginx.url), { method })).status;
    expect(await status("/", "HEAD")).toBe(200);
    expect(await status("/nothing")).toBe(404);
    expect(await app.stop()).toBe(0);
    expect(await status("/")).toBe(502);
  });
});
