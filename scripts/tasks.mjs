// What `npm start`, `npm test` and the other scripts of package.json run: `node scripts/tasks.mjs <task> [arguments]`.
// A task is a list of stages, and the first that fails ends it. All begin with a frozen install, so that each works in
// a fresh clone; when nothing has changed, that takes a second.

import { runMatrix } from "./matrix.mjs";
import { checkPackages, packPackages } from "./packages.mjs";
import { ExitError, examples, pnpm, program, script, tool } from "./workspace.mjs";

/** @typedef {{ name: string, run: (args: readonly string[]) => Promise<void> }} Stage */

const install = stage("Install", () => pnpm("install", "--frozen-lockfile"));
const build = stage("Build", () => pnpm("--filter=./packages/*", "run", "build"));
const lint = stage("Format and lint (biome)", () => tool("biome", "check", "--error-on-warnings"));
const types = stage("Types (tsc)", () => tool("tsc", "-b"));

/** @type {Record<string, Stage[]>} */
const TASKS = {
  start: [install, build, stage("Showcase", () => program("examples/showcase/main.ts", [], { from: "builds" }))],
  example: [install, build, stage("Example", ([name = ""]) => program(exampleOf(name), [], { from: "builds" }))],
  dev: [
    install,
    stage("Showcase, restarted when a source changes", () =>
      tool("tsx", "watch", "--conditions=@sockeye/source", "examples/showcase/main.ts"),
    ),
  ],
  build: [install, build],
  pack: [install, build, stage("Pack", packPackages)],
  test: [
    install,
    build,
    lint,
    types,
    stage("Packages (publint, are-the-types-wrong)", checkPackages),
    stage("A newcomer, in an empty folder (TypeScript 5.9, 6 and 7)", () =>
      program("scripts/newcomer.ts", [], { from: "builds" }),
    ),
    stage("API reference (typedoc)", () => script("reference/make.mjs", "--check")),
    stage("Tests, walls, size budgets, doc examples (vitest)", () => tool("vitest", "run")),
  ],
  "test:matrix": [install, stage("Tests on each Node", runMatrix)],
  check: [install, lint, types],
  format: [install, stage("Format", () => tool("biome", "check", "--write"))],
  docs: [install, stage("API reference", () => script("reference/make.mjs"))],
  figures: [install, stage("Figures of README.md", () => program("scripts/figures.ts", [], { from: "sources" }))],
  screenshots: [
    install,
    stage("Screenshots", () => program("examples/showcase/test/screenshots.ts", [], { from: "sources" })),
  ],
  // Benches measure what is published; fuzzer and differential check want no build.
  bench: [install, build, stage("Bench", (args) => program("bench/src/main.ts", args, { from: "builds" }))],
  fuzz: [install, stage("Fuzz", (args) => program("packages/core/fuzz/main.ts", args, { from: "sources" }))],
  soak: [install, stage("Soak", (args) => program("packages/core/soak/main.ts", args, { from: "sources" }))],
  differential: [
    install,
    stage("Differential", (args) => program("packages/core/differential/main.ts", args, { from: "sources" })),
  ],
};

const [name = "", ...args] = process.argv.slice(2);
try {
  for (const { name: title, run } of TASKS[name] ?? unknown(name)) {
    console.log(`\n── ${title}`);
    await run(args);
  }
} catch (error) {
  if (!(error instanceof ExitError)) throw error;
  process.exitCode = error.code;
}

/**
 * @param {string} name
 * @param {Stage["run"]} run
 * @returns {Stage}
 */
function stage(name, run) {
  return { name, run };
}

/**
 * @param {string} name
 * @returns {string}
 */
function exampleOf(name) {
  if (examples().includes(name)) return `examples/${name}/main.ts`;
  console.error(`There is no example "${name}". Choose one: npm run example ${examples().join("|")}`);
  throw new ExitError("example", 1);
}

/**
 * @param {string} name
 * @returns {never}
 */
function unknown(name) {
  console.error(`There is no task "${name}". Choose one of ${Object.keys(TASKS).join(", ")}.`);
  throw new ExitError("tasks", 1);
}
