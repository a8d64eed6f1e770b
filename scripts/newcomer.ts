// What somebody does in the first hour, in an empty folder: installs the packages as they would be published, writes down what
// the documentation says, checks the types with each TypeScript that people have, and runs what README.md and
// docs/getting-started.md begin with.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { docBlocks, fences } from "../test/doc-blocks.js";
import { documents } from "../test/documents.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [packed = join(root, "packed")] = process.argv.slice(2);
const tarballs = readdirSync(packed).filter((file) => file.endsWith(".tgz"));
// Those that import what a newcomer does not have are left out: peers, in docs/migrating.md.
const IMPORTED = /^(?:@sockeye\/|node:|zod$)/;
const blocks = documents()
  .filter((document) => !document.startsWith("examples/"))
  .flatMap((document) =>
    docBlocks(documentText(document)).map(({ code, line }) => ({
      name: `${document.replaceAll(/\W/g, "-")}-${line}`,
      code,
      isFirst: ["README.md", "docs/getting-started.md"].includes(document),
    })),
  );
const examples = blocks.filter(({ code }) => importsOf(code).every((name) => IMPORTED.test(name)));

const folder = mkdtempSync(join(tmpdir(), "sockeye-newcomer-"));
try {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "my-app", private: true, type: "module" }));
  mkdirSync(join(folder, "public"));
  run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...dependencies());
  for (const { name, code } of examples) writeFileSync(join(folder, `${name}.ts`), code);
  for (const compiler of ["typescript-5.9", "typescript-6", "typescript"]) checkTypes(compiler);
  checkPortableTypes();
  for (const { name, code, isFirst } of examples) {
    if (isFirst && code.includes("Listening on")) await serves(name, code);
  }
  buildsAsDocumented();
  // CommonJS can have the packages too.
  run(process.execPath, "-e", 'for (const name of ["core", "router", "static"]) require("@sockeye/" + name)');
} finally {
  rmSync(folder, { recursive: true });
}

function documentText(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

function importsOf(code: string): string[] {
  return [...code.matchAll(/^(?:import|\} from).*"([^"]+)";$/gm)].map(([, name]) => name as string);
}

function dependencies(): string[] {
  return [
    ...tarballs.map((file) => join(packed, file)),
    ...["zod", "@types/node"].map((name) => `${name}@${version(name)}`),
  ];
}

/** The version that the catalog of the workspace names, a line each. */
function version(name: string): string {
  const found = documentText("pnpm-workspace.yaml")
    .split("\n")
    .find((line) => line.trim().replaceAll('"', "").startsWith(`${name}: `));
  if (found === undefined) throw new Error(`The catalog has no ${name}`);
  return found.slice(found.lastIndexOf(" ") + 1);
}

/** With the tsconfig.json of docs/getting-started.md, and with what others have in theirs. */
function checkTypes(compiler: string): void {
  const [documented] = fences(documentText("docs/getting-started.md")).filter(({ info }) => info === "json");
  const { compilerOptions } = JSON.parse(documented?.text ?? "") as { compilerOptions: object };
  const strictest = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true };
  const bundler = { module: "esnext", moduleResolution: "bundler" };
  const browser = { lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"] };
  const variants = { documented: {}, "bundler, strictest, DOM": { ...bundler, ...strictest, ...browser } };
  for (const [variant, options] of Object.entries(variants)) {
    // An example may lack what makes it a module.
    const configuration = { compilerOptions: { ...compilerOptions, ...options, moduleDetection: "force" } };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
    run(process.execPath, join(root, "node_modules", compiler, "bin/tsc"), "-p", folder);
    console.log(`${compiler}, tsconfig.json: ${variant}`);
  }
}

/** What runs on Bun, Deno and Workers, with the tsconfig.json for those, which has no types of Node. */
function checkPortableTypes(): void {
  const [, documented] = fences(documentText("docs/getting-started.md")).filter(({ info }) => info === "json");
  const files = examples.filter(({ code }) => code.includes("export default app")).map(({ name }) => `${name}.ts`);
  if (files.length === 0) throw new Error("No example is for other runtimes");
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...JSON.parse(documented?.text ?? ""), files }));
  for (const compiler of ["typescript-5.9", "typescript-6", "typescript"]) {
    run(process.execPath, join(root, "node_modules", compiler, "bin/tsc"), "-p", folder);
    console.log(`${compiler}, tsconfig.json: other runtimes, ${files.join(" ")}`);
  }
}

/** What docs/deployment.md says of a build, with the server of docs/getting-started.md. */
function buildsAsDocumented(): void {
  const server = examples.find(({ name, code }) => name.startsWith("docs-getting") && code.includes("Listening on"));
  const app = join(folder, "built");
  mkdirSync(join(app, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(root, "node_modules/typescript/bin/tsc"), join(app, "node_modules/.bin/tsc"));
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "built", private: true, type: "module" }));
  writeFileSync(join(app, "server.ts"), server?.code ?? "");
  const tsconfig = fences(documentText("docs/getting-started.md")).find(({ info }) => info === "json");
  writeFileSync(join(app, "tsconfig.json"), tsconfig?.text ?? "");
  const script = fences(documentText("docs/deployment.md")).find(({ text }) => text.includes("scripts.build="));
  run("sh", "-c", `cd built && ${script?.text}`);
  run("npm", "--prefix", app, "run", "build");
  run(process.execPath, "--check", join(app, "dist/server.js"));
  console.log("docs/deployment.md: npm run build makes dist/server.js");
}

async function serves(name: string, code: string): Promise<void> {
  const { code: script } = transformSync(code.replace(/port: \d+/, "port: 0"), { loader: "ts", format: "esm" });
  writeFileSync(join(folder, `${name}.js`), script);
  const child = spawn(process.execPath, [`${name}.js`], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(createInterface(child.stdout), "line", { signal: AbortSignal.timeout(20_000) })) as [
      string,
    ];
    const response = await fetch(line.slice(line.indexOf("http")).replace("localhost", "127.0.0.1"));
    console.log(`${name}: ${line}, and answers ${response.status}`);
    if (response.status >= 500) throw new Error(await response.text());
  } finally {
    child.kill();
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}
