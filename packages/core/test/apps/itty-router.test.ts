// Apps written for itty-router 5.

import { AutoRouter, cors, error, type IRequest, json, StatusError, text, withContent, withCookies } from "itty-router";
import { expect, it } from "vitest";
import {
  appContract,
  cloned,
  copied,
  describeUpload,
  endlessStream,
  type Seen,
  slowStream,
  waitForAbort,
  wrapped,
} from "./app-contract.js";
import { served } from "./served.js";

function makeApp(seen: Seen) {
  return AutoRouter({ catch: () => error(500, "failed") })
    .get("/text", () => text("hello"))
    .head("/text", () => text("hello"))
    .get("/json", () => ({ a: [1, "ü"] }))
    .post("/json", withContent, (request) => ({ got: request.content }))
    .post("/form", async (request) => Object.fromEntries(await request.formData()))
    .post("/upload", async (request) => describeUpload(await request.formData()))
    .get("/cookies", withCookies, (request: IRequest) => {
      const response = json(request["cookies"]);
      response.headers.append("Set-Cookie", "a=1");
      response.headers.append("Set-Cookie", "b=2; HttpOnly");
      return response;
    })
    .get("/redirect", () => new Response(null, { status: 302, headers: { Location: "/text" } }))
    .get("/throw", () => {
      throw new Error("secret");
    })
    .get("/stream", () => new Response(slowStream(["one", "two", "three"])))
    .get("/events", () => {
      const events = slowStream(["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"]);
      return new Response(events, { headers: { "Content-Type": "text/event-stream" } });
    })
    .get("/wait", (request) => waitForAbort(request.signal, seen))
    .get("/endless", () => new Response(endlessStream(() => seen.cancelled.resolve())))
    .post("/echo", (request) => new Response(request.body))
    .post("/clone", async (request) => text(await cloned(request)))
    .post("/copy", async (request) => text(await copied(request)))
    .get("/wrap", () => wrapped());
}

appContract(makeApp);

it("parameters, query, nested routers, CORS, errors with a status", async () => {
  const { preflight, corsify } = cors();
  const inner = AutoRouter({ base: "/inner" }).get("/:id", ({ params, query }) => ({ params, query }));
  const app = AutoRouter({ before: [preflight], finally: [corsify] })
    .all("/inner/*", inner.fetch)
    .get("/error", () => {
      throw new StatusError(409, "conflict");
    });
  const { url } = await served(app);
  const response = await fetch(`${url}/inner/7?a=1&a=2`, { headers: { Origin: "https://example.org" } });
  expect(response.headers.get("access-control-allow-origin")).not.toBeNull();
  expect(await response.json()).toEqual({ params: { id: "7" }, query: { a: ["1", "2"] } });
  const failure = await fetch(`${url}/error`);
  expect([failure.status, await failure.json()]).toEqual([409, { status: 409, error: "conflict" }]);
  expect((await fetch(`${url}/inner/7`, { method: "OPTIONS" })).status).toBe(204);
});
