// One small app, written for each of the peers on Node. Its routes are what README.md compares.

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { serve as serveHono } from "@hono/node-server";
import { createApp } from "@sockeye/router";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import { Hono } from "hono";
import Koa from "koa";

/** What `/slow` waits before it reads its content, in milliseconds. */
export const SLOW = 200;
/** What `/stream/:octets` announces. */
export const ANNOUNCED = 10;

export interface Peer {
  readonly port: number;
  /** Of one that has `/only-get` and nothing for other paths, where that is another. */
  readonly onlyRoutes?: number | undefined;
  stop(): unknown;
}

export async function sockeyePeer(): Promise<Peer> {
  const app = createApp()
    .get("/who/:name", () => "parameter")
    .get("/who/me", () => "static")
    .get("/only-get", () => "")
    .get("/response", () => new Response("web"))
    .get("/stream/:octets", (c) =>
      c.stream(octets(c.params.octets), { headers: { "Content-Length": String(ANNOUNCED) } }),
    )
    .post("/slow", async (c) => {
      await sleep(SLOW);
      return c.text(await c.text());
    })
    .all("/", async (c) => {
      await c.bytes();
      await sleep(50);
      return "answer";
    });
  const server = await app.listen({ port: 0, logger: { debug() {}, info() {}, warn() {}, error() {} } });
  return { port: server.port, stop: () => server.stop() };
}

export async function expressPeer(): Promise<Peer> {
  const app = express();
  app.get("/who/:name", (_request, response) => void response.send("parameter"));
  app.get("/who/me", (_request, response) => void response.send("static"));
  app.get("/only-get", (_request, response) => void response.send(""));
  app.get("/response", (_request, response) => void response.send(new Response("web")));
  app.get("/stream/:octets", (request, response) => {
    response.set("Content-Length", String(ANNOUNCED));
    octets(request.params.octets).pipe(response);
  });
  app.post("/slow", async (request, response) => {
    await sleep(SLOW);
    response.send(await text(request));
  });
  app.all(/^\/(?!only-get)/, (request, response) => {
    request.resume().on("end", () => setTimeout(() => response.send("answer"), 50));
  });
  return listening(createServer(app));
}

export async function koaPeer(): Promise<Peer> {
  return listening(createServer(koaListener()));
}

export async function koaOnHttp2(): Promise<Peer> {
  return listening(
    createHttp2Server(koaListener() as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void),
  );
}

function koaListener(): RequestListener {
  const app = new Koa();
  app.on("error", () => {});
  app.use(async (context) => {
    const [, stream] = /^\/stream\/(\d+)$/.exec(context.path) ?? [];
    if (context.path === "/response") context.body = new Response("web");
    else if (stream !== undefined) {
      context.body = octets(stream);
      context.set("Content-Length", String(ANNOUNCED));
    } else {
      await sleep(context.path === "/slow" ? SLOW : 50);
      context.body = (await text(context.req)) || "answer";
    }
  });
  return app.callback() as RequestListener;
}

export async function fastifyPeer(): Promise<Peer> {
  return fastifyOf(fastify());
}

export async function fastifyOnHttp2(): Promise<Peer> {
  return fastifyOf(fastify({ http2: true }) as unknown as FastifyInstance);
}

async function fastifyOf(app: FastifyInstance): Promise<Peer> {
  app.addContentTypeParser("*", (_request, payload, done) => void done(null, payload));
  app.get("/who/:name", () => "parameter");
  app.get("/who/me", () => "static");
  app.get("/only-get", () => "");
  app.get("/response", () => new Response("web"));
  app.get<{ Params: { octets: string } }>("/stream/:octets", (request, response) =>
    response.header("Content-Length", String(ANNOUNCED)).send(octets(request.params.octets)),
  );
  app.post("/slow", async (request) => {
    await sleep(SLOW);
    return text(request.body as Readable);
  });
  app.route({
    method: ["GET", "POST"],
    url: "/*",
    handler: async () => {
      await sleep(50);
      return "answer";
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() };
}

export async function honoPeer(): Promise<Peer> {
  return listening(serveHono({ fetch: honoApp().fetch, port: 0, hostname: "127.0.0.1" }) as Server);
}

export async function honoOnHttp2(): Promise<Peer> {
  const options = { fetch: honoApp().fetch, port: 0, hostname: "127.0.0.1", createServer: createHttp2Server };
  return listening(serveHono(options) as Server);
}

function honoApp(): Hono {
  return new Hono()
    .get("/who/:name", (c) => c.text("parameter"))
    .get("/who/me", (c) => c.text("static"))
    .get("/only-get", (c) => c.text(""))
    .get("/response", () => new Response("web"))
    .get("/stream/:octets", (c) => {
      const source = Readable.toWeb(octets(c.req.param("octets"))) as ReadableStream<Uint8Array>;
      return new Response(source, { headers: { "Content-Length": String(ANNOUNCED) } });
    })
    .post("/slow", async (c) => {
      await sleep(SLOW);
      return c.text(await c.req.text());
    })
    .all("/:path{(?!only-get).*}", async (c) => {
      await c.req.text();
      await sleep(50);
      return c.text("answer");
    }) as unknown as Hono;
}

async function listening(server: Server): Promise<Peer> {
  if (!server.listening) {
    if (server.address() === null) server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

function octets(count: string): Readable {
  return Readable.from([Buffer.alloc(Number(count), "x")], { objectMode: false });
}
