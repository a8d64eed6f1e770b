// A program that runs the same on every runtime of the web platform: what it finds is in `globalThis.outcome`.

import { createApp, HttpError, middleware, settled } from "../../src/index.js";

const items = createApp<{ user: string }>().get("/:item", (c) => [c.state.user, c.params.item, c.path]);

const app = createApp({ report: () => {} })
  .use(
    settled(async (_c, next) => {
      const response = await next();
      response.headers.set("x-status", String(response.status));
      return response;
    }),
  )
  .use(middleware<{ user: string }>((_c, next) => next({ user: "ada" })))
  .get("/text", () => "text")
  .get("/users/:id", (c) => ({ id: c.params.id, query: c.query.get("q"), accepts: c.accepts("html", "json") }))
  .post("/echo", async (c) => c.json(await c.json()))
  .post("/form", async (c) => [...(await c.form())].map(([name, value]) => [name, String(value)]))
  .get("/stream", async function* () {
    yield "a";
    yield "b";
  })
  .get("/cookie", (c) => {
    c.cookies.set("a", "b");
    return c.cookies.get("c") ?? "none";
  })
  .get("/error", () => {
    throw new HttpError(409, "taken");
  })
  .get("/bug", () => {
    throw new Error("bug");
  })
  .get("/upload", async (c) => {
    for await (const part of c.multipart()) return part.name;
    return null;
  })
  .mount("/items", items);

const json = { method: "POST", headers: { "content-type": "application/json" } };
const REQUESTS: readonly (readonly [path: string, init?: RequestInit])[] = [
  ["/text"],
  ["/text", { method: "HEAD" }],
  ["/users/a%2Fb?q=1", { headers: { accept: "application/json" } }],
  ["/echo", { ...json, body: '{"a":[1,"\u20ac"]}' }],
  ["/echo", { ...json, body: "{" }],
  ["/form", { method: "POST", body: new URLSearchParams({ a: "1" }) }],
  ["/stream"],
  ["/cookie", { headers: { cookie: "c=d" } }],
  ["/error"],
  ["/bug"],
  ["/items/7"],
  ["/nowhere"],
  ["/echo", { method: "PUT" }],
  ["/%zz"],
];

async function run(): Promise<unknown> {
  const answers: unknown[] = [];
  for (const [path, init] of REQUESTS) {
    const response = await app.fetch(new Request(`http://localhost${path}`, init));
    answers.push([response.constructor.name, response.status, response.headers.get("x-status"), await response.text()]);
  }
  const verdicts = app.verdicts().length;
  const explained = app.explain("GET", "/users/7").route?.pattern;
  const listening = await app.listen().catch((error: unknown) => String(error));
  return { answers, verdicts, explained, listening };
}

(globalThis as unknown as { outcome: Promise<string> }).outcome = run().then((outcome) => JSON.stringify(outcome));
