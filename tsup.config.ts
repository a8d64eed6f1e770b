// One build for every package: `pnpm -r build` runs it in each package's folder. The doors are declared once, in
// the package's own `exports`; the sources named there are the entries.

import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

const SOURCE = "@sockeye/source";

// Where the numeric constants of other modules are inlined: in a bundle they would be variables, and slow in the hot
// loops. That takes names away from functions. In the other packages names are kept, for logs and `explain` know a
// middleware by its name.
const INLINES_CONSTANTS = ["@sockeye/core", "@sockeye/router"];

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly [SOURCE]: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const doors = Object.values(manifest.exports).filter((door) => typeof door === "object");
// A program is named by what is built of it: `./dist/cli/main.js` is `./src/cli/main.ts`.
const programs = Object.values(manifest.bin ?? {}).map((file) => file.replace("/dist/", "/src/").replace(/js$/, "ts"));

export default defineConfig({
  entry: [...doors.map((door) => door[SOURCE]), ...programs],
  format: "esm",
  target: "es2022",
  sourcemap: true,
  clean: true,
  silent: true,
  esbuildOptions: (options) => {
    const inlines = INLINES_CONSTANTS.includes(manifest.name);
    options.minifySyntax = inlines;
    options.keepNames = !inlines;
  },
  // tsup's pass breaks on TypeScript 6 and later; `tsc -b` emits the declarations after it.
  dts: false,
});
