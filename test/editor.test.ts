import { beforeAll, describe, expect, it } from "vitest";
import { type Editor, openEditor } from "./editor.js";

const IMPORTS = `import { serve } from "@sockeye/core";
import { createApp, middleware } from "@sockeye/router";
import { files } from "@sockeye/static";
import * as z from "zod";
`;
const CHAIN = `const user = middleware<{ user: { name: string } }>((_c, next) => next({ user: { name: "" } }));
const admin = middleware<{}, { user: { name: string } }>((_c, next) => next());
`;

let editor: Editor;
beforeAll(() => {
  editor = openEditor();
  editor.errors(IMPORTS); // Reads all that is imported, which takes a while.
}, 60_000);

describe("completes", () => {
  it.each([
    { what: "parameters", text: 'createApp().get("/users/:id{/:lang}", (c) => c.params.▮);', names: ["id", "lang"] },
    { what: "state", text: 'createApp().use(user).get("/", (c) => c.state.▮);', names: ["user"] },
    {
      what: "valid input",
      text: 'createApp().post("/", { json: z.object({}), query: z.object({}) }, (c) => c.valid.▮);',
      names: ["json", "query"],
    },
    {
      what: "options of a route",
      text: 'createApp().post("/", { ▮ }, () => "");',
      names: ["contentLimit", "form", "headers", "json", "params", "query"],
    },
    {
      what: "options of a server",
      text: "serve(() => new Response(), { ▮ });",
      names: ["deadlines", "host", "limits", "logger", "path", "port", "serverName", "tls"],
    },
    { what: "values of an option", text: 'files("x", { symlinks: "▮" });', names: ["deny", "inside", "follow"] },
  ])("$what", ({ text, names }) => {
    expect(editor.completions(IMPORTS + CHAIN + text)).toEqual(names);
  });

  it("what an app can do", () => {
    const names = editor.completions(`${IMPORTS}createApp().▮`);
    expect(names).toEqual(
      expect.arrayContaining(["get", "post", "use", "mount", "onError", "listen", "explain", "routes"]),
    );
    expect(names.filter((name) => name.startsWith("#") || name.startsWith("_"))).toEqual([]);
  });
});

describe("shows", () => {
  it.each([
    { what: "a wildcard", text: 'createApp().get("/files/*path", (c) => c.params.▮path);', shown: "path: string[]" },
    {
      what: "an optional parameter",
      text: 'createApp().get("/a{/:lang}", (c) => c.params.▮lang);',
      shown: "lang?: string | undefined",
    },
    {
      what: "what a schema gives",
      text: 'createApp().get("/:id", { params: z.object({ id: z.coerce.number() }) }, (c) => c.valid.params.▮id);',
      shown: "id: number",
    },
    {
      what: "an option with its unit and default",
      text: "serve(() => new Response(), { ▮port: 1 });",
      shown: /0 takes any free port\.\n@defaultValue 8000/,
    },
    { what: "what a function throws", text: "▮serve(() => new Response());", shown: /@throws \{Error\}.*EADDRINUSE/ },
    { what: "what a method registers", text: 'createApp().▮get("/", () => "");', shown: /most specific/ },
  ])("$what", ({ text, shown }) => {
    const hover = editor.hover(IMPORTS + text);
    if (typeof shown === "string") expect(hover).toContain(shown);
    else expect(hover).toMatch(shown);
  });

  it("an app by the state it has, and not by its routes", () => {
    const routes =
      '.get("/a/:id", (c) => c.params.id).post("/b", { json: z.object({ x: z.string() }) }, (c) => c.valid.json)';
    const hover = editor.hover(`${IMPORTS}${CHAIN}const ▮app = createApp().use(user)${routes.repeat(10)};`);
    expect(hover.replaceAll(/\s+/g, " ")).toBe("const app: App<{ user: { name: string; }; }, Nothing, Nothing>");
  });
});

describe("says what is wrong, in few words", () => {
  it.each([
    {
      what: "a parameter that the pattern does not have",
      text: 'createApp().get("/users/:id", (c) => c.params.name);',
      error: /^Property 'name' does not exist on type '\{ id: string; \}'\.$/,
    },
    {
      what: "state that nobody has added",
      text: 'createApp().get("/", (c) => c.state.user);',
      error: /^Property 'user' does not exist/,
    },
    {
      what: "a chain in the wrong order",
      text: "createApp().use(admin).use(user);",
      error: /Property 'user' is missing in type 'Nothing' but required in type '\{ user: /,
    },
    {
      what: "state that was promised",
      text: "middleware<{ a: 1 }>((_c, next) => next());",
      error: /^Expected 1 arguments/,
    },
    {
      what: "an option that is none",
      text: "serve(() => new Response(), { prot: 1 });",
      error: /'prot' does not exist/,
    },
    {
      what: "a middleware that returns nothing",
      text: "createApp().use(async (_c, next) => { await next(); });",
      error: /Type 'void' is not assignable to type 'Response'/,
    },
    {
      what: "a handler in the manner of Express",
      text: 'createApp().get("/", (_req: any, res: any) => { res.send("x"); });',
      error: /Target signature provides too few arguments/,
    },
  ])("$what", ({ text, error }) => {
    const errors = editor.errors(IMPORTS + CHAIN + text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(error);
    expect(errors[0]?.length).toBeLessThan(700);
  });
});
