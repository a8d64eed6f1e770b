// What a long chain of routes costs the compiler.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
// Inside of the package, so that it resolves what its tests resolve.
const folder = fileURLToPath(new URL("../.type-speed", import.meta.url));

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

// The bars are instantiations: what there is, and a fifth. They are the same on every machine, and seconds are not: on a quiet
// one, 200 routes take well under a second and 1,000 under five.
it.each([
  { routes: 200, instantiations: 450_000 },
  { routes: 1000, instantiations: 2_050_000 },
])(
  "$routes chained routes, with parameters and state, cost at most $instantiations instantiations",
  {
    timeout: 120_000,
  },
  (bar) => {
    writeFileSync(join(folder, "routes.ts"), program(bar.routes));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../../tsconfig.check.json",
        compilerOptions: { incremental: false },
        include: ["*.ts"],
      }),
    );
    const { instantiations, seconds } = compile();
    console.log(`${bar.routes} routes: ${instantiations} instantiations, ${seconds} s`);
    expect(instantiations).toBeLessThan(bar.instantiations);
  },
);

function program(routes: number): string {
  return [
    'import { createApp, middleware } from "../src/index.js";',
    "interface User { readonly name: string }",
    'const auth = middleware<{ user: User }>((_c, next) => next({ user: { name: "" } }));',
    "const db = middleware<{ db: number }>((_c, next) => next({ db: 1 }));",
    "export const app = createApp().use(auth).use(db)",
    ...Array.from(
      { length: routes },
      (_, index) =>
        `  .get("/area${index}/:first/things/:second{/:third}", (c) => [c.params.first, c.params.second, c.params.third, c.state.user.name, c.state.db])`,
    ),
  ].join("\n");
}

function compile(): { instantiations: number; seconds: number } {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--extendedDiagnostics"], {
    encoding: "utf8",
  });
  expect({ status, errors: stdout.match(/error TS.*/g) }).toEqual({ status: 0, errors: null });
  const figure = (name: string): number => Number(new RegExp(`${name}:\\s+([\\d.]+)`).exec(stdout)?.[1]);
  return { instantiations: figure("Instantiations"), seconds: figure("Check time") };
}
