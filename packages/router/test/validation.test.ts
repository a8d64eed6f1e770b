// Schemas of routes: what they are given, what they give, and what is answered where they refuse.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createApp, ValidationError } from "../src/index.js";
import { quietApp } from "./quiet.js";

/** A schema that shows its input, by no library. */
const seen: StandardSchemaV1<unknown, unknown> = {
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: { seen: value } }) },
};

describe("a schema", () => {
  it("of each part is given what came, and its output is in c.valid", async () => {
    const app = createApp().post(
      "/:id{/:tab}",
      { params: seen, query: seen, headers: seen, json: seen },
      (c) => c.valid,
    );
    const response = await app.request("/7?a=1&b=2&b=3", { json: { x: 1 }, headers: { "X-Custom": "y" } });
    expect(await response.json()).toEqual({
      params: { seen: { id: "7" } },
      query: { seen: { a: "1", b: ["2", "3"] } },
      headers: { seen: { "content-type": "application/json", "x-custom": "y" } },
      json: { seen: { x: 1 } },
    });
  });

  it("of a form has files too", async () => {
    const schema = z.object({ title: z.string(), tag: z.array(z.string()), file: z.file() });
    const app = createApp().post("/", { form: schema }, (c) => [
      c.valid.form.title,
      c.valid.form.tag,
      c.valid.form.file.size,
    ]);
    const body = new FormData();
    body.append("title", "a");
    body.append("tag", "1");
    body.append("tag", "2");
    body.append("file", new File(["abc"], "a.txt"));
    expect(await (await app.request("/", { method: "POST", body })).json()).toEqual(["a", ["1", "2"], 3]);
  });

  it("changes what it likes", async () => {
    const query = z.object({ page: z.coerce.number().int().default(1), sort: z.enum(["name", "date"]).optional() });
    const app = createApp().get("/", { query }, (c) => c.valid.query);
    expect(await (await app.request("/?page=3&sort=date")).json()).toEqual({ page: 3, sort: "date" });
    expect(await (await app.request("/")).json()).toEqual({ page: 1 });
  });

  it("may take its time", async () => {
    const query = z.object({ name: z.string().refine(async (name) => name !== "taken", "is taken") });
    const app = createApp().get("/", { query }, (c) => c.valid.query.name);
    expect(await (await app.request("/?name=free")).text()).toBe("free");
    expect((await app.request("/?name=taken")).status).toBe(422);
  });

  it("that needs no time makes no promise", () => {
    const app = createApp().get("/:id", { params: z.object({ id: z.coerce.number() }) }, (c) =>
      String(c.valid.params.id),
    );
    expect(app.fetch(new Request("http://localhost/7"))).toBeInstanceOf(Response);
  });
});

describe("what a schema refuses", () => {
  const json = z.object({ name: z.string().min(1), lines: z.array(z.object({ count: z.int() })) });
  const route = { params: z.object({ id: z.coerce.number().int() }), query: z.object({ q: z.string() }), json };

  it("is 422, with every issue of every part", async () => {
    const app = createApp().post("/:id", route, () => "");
    const response = await app.request("/x", { json: { name: "", lines: [{ count: 1 }, { count: 1.5 }] } });
    expect([response.status, response.headers.get("content-type")]).toEqual([422, "application/problem+json"]);
    const problem = (await response.json()) as { errors: { in: string; path: unknown[]; message: unknown }[] };
    expect(problem).toMatchObject({ title: "Unprocessable Content", status: 422, code: "INPUT_INVALID" });
    expect(problem.errors.map(({ in: part, path }) => [part, path])).toEqual([
      ["params", ["id"]],
      ["query", ["q"]],
      ["json", ["name"]],
      ["json", ["lines", 1, "count"]],
    ]);
    for (const { message } of problem.errors) expect(message).toEqual(expect.any(String));
  });

  it("is 400 and 415 before that, where it cannot be read", async () => {
    const app = createApp().post("/:id", route, () => "");
    const send = async (body: string, type: string) =>
      (await app.request("/x", { method: "POST", body, headers: { "content-type": type } })).status;
    expect(await send("{", "application/json")).toBe(400);
    expect(await send("a=1", "application/x-www-form-urlencoded")).toBe(415);
  });

  it("reaches onError, as an error with its issues", async () => {
    const app = createApp()
      .post("/:id", route, () => "")
      .onError((error, c) =>
        error instanceof ValidationError
          ? c.json(
              error.errors.map((each) => each.in),
              400,
            )
          : undefined,
      );
    const response = await app.request("/x", { json: {} });
    expect([response.status, await response.json()]).toEqual([400, ["params", "query", "json", "json"]]);
  });

  it("comes behind the middleware", async () => {
    const app = createApp()
      .use((c) => c.problem(401))
      .post("/:id", route, () => "");
    expect((await app.request("/x", { json: {} })).status).toBe(401);
  });

  it("of a library that is none of ours is told the same way", async () => {
    const schema: StandardSchemaV1 = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: () => ({ issues: [{ message: "no" }, { message: "never", path: ["a", { key: 0 }, Symbol("s")] }] }),
      },
    };
    const app = createApp().get("/", { query: schema }, () => "");
    expect(await (await app.request("/")).json()).toMatchObject({
      errors: [
        { in: "query", path: [], message: "no" },
        { in: "query", path: ["a", 0, "Symbol(s)"], message: "never" },
      ],
    });
  });

  it("is not the schema's own failure, which is 500", async () => {
    const { app, reported } = quietApp();
    const broken: StandardSchemaV1 = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: () => {
          throw new Error("broken schema");
        },
      },
    };
    app.get("/", { query: broken }, () => "");
    expect((await app.request("/")).status).toBe(500);
    expect(reported).toHaveLength(1);
  });
});

describe("names that reach a prototype", () => {
  it("are only names", async () => {
    const app = createApp().get("/", { query: seen }, (c) => {
      const query = (c.valid.query as { seen: Record<string, unknown> }).seen;
      return [Object.getPrototypeOf(query) === null, Object.keys(query), ({} as { x?: unknown }).x ?? null];
    });
    expect(await (await app.request("/?__proto__=x&constructor=y&__proto__=z")).json()).toEqual([
      true,
      ["__proto__", "constructor"],
      null,
    ]);
  });
});
