// Runs under Bun: reads the content, waits, and answers.

declare const Bun: {
  serve(options: { port: number; hostname: string; fetch(request: Request): Promise<Response> }): { port: number };
};

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    await request.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return new Response("answer");
  },
});
console.log(server.port);
