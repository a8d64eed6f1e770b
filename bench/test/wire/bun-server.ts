// Runs under Bun: the app of `peers.ts`.

interface Routed extends Request {
  readonly params: Readonly<Record<string, string>>;
}
type Handler = (request: Routed) => Response | Promise<Response>;

declare const Bun: {
  serve(options: {
    port: number;
    hostname: string;
    http2?: boolean;
    routes: Record<string, Handler | Record<string, Handler>>;
    fetch?: Handler;
  }): { port: number };
};

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function answer(request: Routed): Promise<Response> {
  await request.text();
  await sleep(50);
  return new Response("answer");
}

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  http2: true,
  routes: {
    "/who/:name": () => new Response("parameter"),
    "/who/me": () => new Response("static"),
    "/response": () => new Response("web"),
    "/stream/:octets": ({ params }) => {
      const source = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(Number(params["octets"])).fill(0x78));
          controller.close();
        },
      });
      return new Response(source, { headers: { "Content-Length": "10" } });
    },
    "/slow": async (request) => {
      await sleep(200);
      return new Response(await request.text());
    },
  },
  fetch: answer,
});
// What `fetch` would answer in the other one.
const onlyRoutes = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  routes: { "/only-get": { GET: () => new Response("") } },
});
console.log(server.port, onlyRoutes.port);
