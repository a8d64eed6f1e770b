import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { breaches, type Sources } from "./walls.js";

const CORE = "packages/core/src";

describe("the walls", () => {
  it("hold in every package", () => {
    const sources = workspaceSources();
    expect(sources.has(`${CORE}/index.ts`)).toBe(true);
    expect(breaches(sources)).toEqual([]);
  });
});

interface BreachCase {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  readonly breach: RegExp | null;
}

/** One file, for most rules need no more. */
function one(rule: string, file: string, text: string, breach: RegExp | null): BreachCase {
  return { rule, files: { [file]: text }, breach };
}

const CASES: readonly BreachCase[] = [
  one("protocol imports its own floor", `${CORE}/protocol/a.ts`, 'import { b } from "./b.js";', null),
  one("protocol imports node:buffer", `${CORE}/protocol/a.ts`, 'import { Buffer } from "node:buffer";', null),
  one("protocol imports no socket", `${CORE}/protocol/a.ts`, 'import net from "node:net";', /node:net.*may not know/),
  one("protocol imports no package", `${CORE}/protocol/a.ts`, 'import { z } from "zod";', /zod.*may not know/),
  one("protocol reads no clock", `${CORE}/protocol/a.ts`, "const t = Date.now();", /pure and uses Date\./),
  one("protocol sets no timer", `${CORE}/protocol/a.ts`, "setTimeout(f, 1);", /pure and uses setTimeout/),
  one("protocol does not log", `${CORE}/protocol/a.ts`, 'console.log("x");', /pure and uses console/),
  one("protocol reads no environment", `${CORE}/protocol/a.ts`, "process.env;", /pure and uses process/),
  one("a comment may name a clock", `${CORE}/protocol/a.ts`, "f(); // not Date.now()\n/**\n * Date.now()\n */", null),
  one("a re-export is an import", `${CORE}/protocol/a.ts`, 'export * from "../server/x.js";', /across a wall/),
  one("a type import too", `${CORE}/protocol/a.ts`, 'import type { X } from "../index.js";', /across a wall/),
  one("over several lines too", `${CORE}/protocol/a.ts`, 'import {\n  x,\n} from "../server/x.js";', /across a wall/),
  one("a dynamic import too", `${CORE}/protocol/a.ts`, 'f(await import("../server/x.js"));', /across a wall/),
  one("for its effects too", `${CORE}/protocol/a.ts`, 'import "node:net";', /may not know/),
  one("a dynamic import names its module", `${CORE}/server/a.ts`, "await import(name);", /not named by a literal/),
  one("the codec stands on its ground", `${CORE}/protocol/codec.ts`, 'import { x } from "./errors.js";', null),
  one("its ground on nothing above", `${CORE}/protocol/errors.ts`, 'import { x } from "./codec.js";', /across a wall/),
  one("a storey on those below", `${CORE}/protocol/head/a.ts`, 'import { x } from "../fields/b.js";', null),
  one("and not above", `${CORE}/protocol/fields/a.ts`, 'import { x } from "../head/b.js";', /across a wall/),
  one("message imports the grammar", `${CORE}/message/a.ts`, 'import { x } from "../protocol/grammar.js";', null),
  one("and the reason phrases", `${CORE}/message/a.ts`, 'import "../protocol/start-line/reason-phrases.js";', null),
  one("and no more", `${CORE}/message/a.ts`, 'import { x } from "../protocol/framing.js";', /across a wall/),
  one("message imports nothing from node:", `${CORE}/message/a.ts`, 'import "node:buffer";', /may not know/),
  one("transport is below server", `${CORE}/transport/a.ts`, 'import { x } from "../server/x.js";', /across a wall/),
  one("server is above transport", `${CORE}/server/a.ts`, 'import { x } from "../transport/x.js";', null),
  one("every floor has its walls", `${CORE}/cellar/a.ts`, "", /stands on no floor/),
  one("core knows no other package", `${CORE}/index.ts`, 'import "@sockeye/router";', /not open to it/),
  one("the router has storeys too", "packages/router/src/sight/a.ts", 'import { x } from "../dispatch/b.js";', null),
  one("one way", "packages/router/src/dispatch/a.ts", 'import { x } from "../sight/b.js";', /across a wall/),
  one("its ground", "packages/router/src/types.ts", 'import { x } from "./pattern/b.js";', /across a wall/),
  one("router uses the message door", "packages/router/src/a.ts", 'import "@sockeye/core/message";', null),
  one("and no other door", "packages/router/src/a.ts", 'import { serve } from "@sockeye/core";', /not open to it/),
  one("but to listen", "packages/router/src/listen.ts", 'await import("@sockeye/core");', null),
  one(
    "and not to know the codec",
    "packages/router/src/listen.ts",
    'import "@sockeye/core/protocol";',
    /not open to it/,
  ),
  one("router runs without Node", "packages/router/src/a.ts", 'import "node:net";', /without Node/),
  one("router does not know static", "packages/router/src/a.ts", 'import "@sockeye/static";', /not open to it/),
  one("static does not know router", "packages/static/src/a.ts", 'import "@sockeye/router";', /not open to it/),
  one("middleware uses the router's door", "packages/middleware/src/cors/a.ts", 'import "@sockeye/router";', null),
  one("and not the server's", "packages/middleware/src/cors/a.ts", 'import "@sockeye/core";', /not open to it/),
  one("a middleware runs without Node", "packages/middleware/src/cors/a.ts", 'import "node:net";', /without Node/),
  one("unless it says so", "packages/middleware/src/compress/a.ts", 'import "node:zlib";', null),
  one("it knows no other", "packages/middleware/src/cors/a.ts", 'import "../csrf/b.js";', /across a wall/),
  one("but what several stand on", "packages/middleware/src/jwt/a.ts", 'import "../credentials/b.js";', null),
  one("which knows none of them", "packages/middleware/src/redis/a.ts", 'import "../session/b.js";', /across a wall/),
  one("doors, not windows", "packages/router/src/a.ts", 'import "../../core/src/index.js";', /outside of the package/),
  one("relative imports end in .js", "packages/static/src/a.ts", 'import "./b.ts";', /does not end in \.js/),
  one("no drawer of helpers", "packages/static/src/utils.ts", "", /lives with its concept/),
  one("one concept a file", "packages/static/src/a.ts", "\n".repeat(351).concat("x"), /352 lines, more than 350/),
  {
    rule: "no import cycles",
    files: {
      "packages/router/src/a.ts": 'import "./b.js";',
      "packages/router/src/b.ts": 'import "./c/d.js";',
      "packages/router/src/c/d.ts": 'import "../b.js";',
    },
    breach: /^cycle: packages\/router\/src\/b\.ts → packages\/router\/src\/c\/d\.ts → packages\/router\/src\/b\.ts$/,
  },
];

describe("a breach is found", () => {
  it.each(CASES)("$rule", ({ files, breach }) => {
    const found = breaches(new Map(Object.entries(files)));
    expect(found).toEqual(breach === null ? [] : [expect.stringMatching(breach)]);
  });
});

function workspaceSources(): Sources {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(join(root, "packages")).flatMap((name) =>
    readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `packages/${name}/src/${file.replaceAll("\\", "/")}`),
  );
  return new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
}
