import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("sends lines as they come, by chunks", async () => {
  await using example = await startExample("streaming", { INTERVAL: "20" });
  const response = await fetch(new URL("/lines", example.url));
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  expect(await response.text()).toBe("line 1\nline 2\nline 3\nline 4\nline 5\n");
});

it("sends events from where the client left off, until it goes", async () => {
  await using example = await startExample("streaming", { INTERVAL: "20" });
  const client = new AbortController();
  const headers = { "last-event-id": "41" };
  const response = await fetch(new URL("/ticks", example.url), { headers, signal: client.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");

  expect(await readUntil(response, "id: 43")).toMatch(/^event: tick\nid: 42\ndata: \{"now":"[^"]+"\}\n\n/);
  client.abort();
  await example.prints(/Somebody listens no more/);
});

it("ends the events when it is told to stop", async () => {
  await using example = await startExample("streaming", { INTERVAL: "20" });
  const response = await fetch(new URL("/ticks", example.url));
  await readUntil(response, "id: 1");
  expect(await example.stop()).toBe(0);
});

it.runIf(process.platform === "linux")("sends no more than a slow client takes", async () => {
  await using example = await startExample("streaming");
  const response = await fetch(new URL("/zeros", example.url));
  expect(response.headers.get("content-length")).toBe("1000000000");
  const reader = response.body?.getReader();
  await reader?.read();

  await new Promise((resolve) => setTimeout(resolve, 300));
  const written = Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${example.pid}/io`, "latin1"))?.[1]);
  expect(written).toBeLessThan(50e6);
  await reader?.cancel();
});

async function readUntil(response: Response, end: string): Promise<string> {
  let text = "";
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).values({ preventCancel: true })) {
    text += Buffer.from(chunk).toString();
    if (text.includes(end)) break;
  }
  return text;
}
