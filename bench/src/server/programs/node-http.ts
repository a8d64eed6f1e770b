import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { Listen } from "../../load/program.js";
import { HELLO, type Order, PAGE, pieces, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE, listening } from "./listening.js";

const TEXT = "text/plain; charset=utf-8";

const HANDLERS: Readonly<Record<Work, (request: IncomingMessage, response: ServerResponse) => void>> = {
  hello: (_request, response) => answer(response, TEXT, HELLO),
  page: (_request, response) => answer(response, TEXT, PAGE),
  json: async (request, response) => {
    answer(response, "application/json; charset=utf-8", JSON.stringify(receipt((await json(request)) as Order)));
  },
  stream: async (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    let goOn = (): void => {};
    for (const event of ["drain", "close"]) response.on(event, () => goOn());
    for await (const piece of pieces()) {
      if (!response.write(piece)) await new Promise<void>((resolve) => (goOn = resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
  upload: (request, response) => {
    let octets = 0;
    request.on("data", (piece: Uint8Array) => {
      octets += piece.length;
    });
    request.on("end", () => answer(response, TEXT, String(octets)));
  },
};

export const listen: Listen<Work> = (work) => listening(createServer({ keepAliveTimeout: KEEP_ALIVE }, HANDLERS[work]));

function answer(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, { "Content-Type": type, "Content-Length": Buffer.byteLength(content) });
  response.end(content);
}
