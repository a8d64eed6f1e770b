// Apps written for h3 2.

import {
  createEventStream,
  deleteCookie,
  H3,
  HTTPError,
  handleCors,
  html,
  parseCookies,
  readBody,
  redirect,
  setCookie,
  withBase,
} from "h3";
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
  return new H3({ silent: true })
    .get("/text", () => "hello")
    .get("/json", () => ({ a: [1, "ü"] }))
    .post("/json", async (event) => ({ got: await readBody(event) }))
    .post("/form", async (event) => Object.fromEntries(await event.req.formData()))
    .post("/upload", async (event) => describeUpload(await event.req.formData()))
    .get("/cookies", (event) => {
      setCookie(event, "a", "1");
      setCookie(event, "b", "2", { httpOnly: true });
      return { ...parseCookies(event) };
    })
    .get("/redirect", () => redirect("/text"))
    .get("/throw", () => {
      throw new Error("secret");
    })
    .get("/stream", () => slowStream(["one", "two", "three"]))
    .get("/events", async (event) => {
      const events = createEventStream(event);
      void (async () => {
        for (const data of ["1", "2", "3"]) await events.push(data);
        await events.close();
      })();
      return events.send();
    })
    .get("/wait", (event) => waitForAbort(event.req.signal, seen))
    .get("/endless", () => endlessStream(() => seen.cancelled.resolve()))
    .post("/echo", (event) => event.req.body)
    .post("/clone", (event) => cloned(event.req))
    .post("/copy", (event) => copied(event.req))
    .get("/wrap", () => wrapped());
}

appContract(makeApp);

it("middleware, fields and status of its event, errors, an app in an app", async () => {
  const inner = new H3().get("/a", (event) => event.url.pathname);
  const app = new H3({ silent: true })
    .use(async (event, next) => {
      event.res.headers.set("x-before", "1");
      const value = await next();
      event.res.headers.set("x-after", "2");
      return value;
    })
    .use((event) => (handleCors(event, { origin: "*", methods: ["GET"] }) === false ? undefined : ""))
    .get("/page", (event) => {
      event.res.status = 201;
      deleteCookie(event, "gone");
      return html`<p>page</p>`;
    })
    .get("/error", () => {
      throw new HTTPError({ status: 409, message: "conflict", data: { id: 1 } });
    })
    .use("/inner/**", withBase("/inner", inner));
  const { url } = await served(app);

  const page = await fetch(`${url}/page`);
  expect([page.status, page.headers.get("x-before"), page.headers.get("x-after")]).toEqual([201, "1", "2"]);
  expect(page.headers.get("access-control-allow-origin")).toBe("*");
  expect(page.headers.getSetCookie()).toEqual([expect.stringContaining("gone=;")]);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(await page.text()).toBe("<p>page</p>");

  const error = await fetch(`${url}/error`);
  expect(error.status).toBe(409);
  expect(await error.json()).toMatchObject({ status: 409, message: "conflict", data: { id: 1 } });

  expect(await (await fetch(`${url}/inner/a`)).text()).toBe("/a");
});
