// node:http's client, with llhttp in it. It does not pipeline: cases with several requests are not for it.

import { request as startRequest } from "node:http";
import { LOOPBACK, PATIENCE } from "../exchange.js";
import { startOrigin } from "../origin.js";
import type { ResponsePeer } from "../peer.js";
import type { Message, Verdict } from "../verdict.js";

export const NODE_HTTP_CLIENT: ResponsePeer = {
  name: "node:http",
  version: process.versions.node,
  observe: async ({ wire, requests = ["GET"], asksUpgrade = true }) => {
    const [method, ...others] = requests;
    if (method === undefined || others.length > 0) return null;
    const origin = await startOrigin(wire, 1);
    const verdict = await ask(origin.port, method, asksUpgrade);
    origin.stop();
    return verdict;
  },
  stop: async () => {},
};

function ask(port: number, method: string, asksUpgrade: boolean): Promise<Verdict> {
  return new Promise((resolve) => {
    const messages: Message[] = [];
    const path = method === "CONNECT" ? "a:1" : "/";
    const headers = asksUpgrade ? { Connection: "upgrade", Upgrade: "any" } : {};
    const request = startRequest({ host: LOOPBACK, port, method, path, headers, agent: false });
    const finish = (refusal: string | null): void => {
      clearTimeout(timer);
      request.destroy();
      resolve({ messages, refusal });
    };
    // What is complete before the faulty octet is still on its way to us.
    const fail = (error: NodeJS.ErrnoException): void => {
      setImmediate(() => finish(error.code ?? error.message));
    };
    const timer = setTimeout(() => finish("timeout"), PATIENCE);

    request.on("error", fail);
    request.on("information", ({ statusCode }) => messages.push({ start: String(statusCode), content: "" }));
    for (const event of ["upgrade", "connect"]) {
      request.on(event, ({ statusCode }: { statusCode: number }) => {
        messages.push({ start: String(statusCode), content: "" });
        finish(null);
      });
    }
    request.on("response", (response) => {
      let content = "";
      response.setEncoding("latin1");
      response.on("error", fail);
      response.on("data", (octets: string) => {
        content += octets;
      });
      response.on("end", () => {
        messages.push({ start: String(response.statusCode), content });
        finish(null);
      });
    });
    request.end();
  });
}
