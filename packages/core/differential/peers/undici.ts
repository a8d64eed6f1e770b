// undici's client, which has an llhttp of its own, compiled to WebAssembly. It pipelines, but nothing together with HEAD
// or CONNECT.

import { createRequire } from "node:module";
import { Client } from "undici";
import { LOOPBACK, PATIENCE } from "../exchange.js";
import { startOrigin } from "../origin.js";
import type { ResponsePeer } from "../peer.js";
import type { Message, Verdict } from "../verdict.js";

const { version } = createRequire(import.meta.url)("undici/package.json") as { version: string };
// A request for another protocol that is answered by HTTP is an error to it: it asks where the answer is yes.
const SWITCHES = /^HTTP\/1\.1 101/;
const NOT_PIPELINED = ["HEAD", "CONNECT"];

export const UNDICI: ResponsePeer = {
  name: "undici",
  version,
  observe: async ({ wire, requests = ["GET"], asksUpgrade = true }) => {
    if (requests.length === 0) return null;
    if (requests.length > 1 && requests.some((method) => NOT_PIPELINED.includes(method))) return null;
    const origin = await startOrigin(wire, requests.length);
    const client = new Client(`http://${LOOPBACK}:${origin.port}`, {
      pipelining: requests.length,
      headersTimeout: PATIENCE,
      bodyTimeout: PATIENCE,
    });
    const verdict = await ask(client, requests, asksUpgrade && SWITCHES.test(wire));
    origin.stop();
    await client.destroy();
    return verdict;
  },
  stop: async () => {},
};

function ask(client: Client, requests: readonly string[], asksUpgrade: boolean): Promise<Verdict> {
  return new Promise((resolve) => {
    const messages: Message[] = [];
    let outstanding = requests.length;
    let refusal: string | null = null;
    const timer = setTimeout(() => resolve({ messages, refusal: refusal ?? "timeout" }), 2 * PATIENCE);
    const finish = (): void => {
      if (--outstanding > 0) return;
      clearTimeout(timer);
      resolve({ messages, refusal });
    };

    for (const method of requests) {
      let start = "";
      let content = "";
      const path = method === "CONNECT" ? "a:1" : "/";
      client.dispatch(
        { method, path, idempotent: true, blocking: false, upgrade: asksUpgrade ? "any" : null },
        {
          onRequestStart: () => {},
          onRequestUpgrade: (_, status, __, socket) => {
            messages.push({ start: String(status), content: "" });
            socket.destroy();
            finish();
          },
          onResponseStart: (_, status) => {
            start = String(status);
            if (status < 200) messages.push({ start, content: "" });
          },
          onResponseData: (_, octets) => {
            content += octets.toString("latin1");
          },
          onResponseEnd: () => {
            messages.push({ start, content });
            finish();
          },
          onResponseError: (_, error: NodeJS.ErrnoException) => {
            // It tries again on another connection: there it is too late to refuse anything.
            if (error.code !== "ECONNREFUSED")
              refusal ??= `${error.code ?? error.name}: ${error.message.split("\n")[0]}`;
            finish();
          },
        },
      );
    }
  });
}
