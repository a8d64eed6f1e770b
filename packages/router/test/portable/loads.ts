// A program that answers one request without a schema, and prints the URL of each module that is loaded for it.

import { register } from "node:module";

const HOOKS = `
  import { writeSync } from "node:fs";
  export async function load(url, context, next) {
    writeSync(1, url + "\\n");
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);

const { createApp } = await import("../../src/index.js");
await createApp()
  .get("/", () => "")
  .request("/");
