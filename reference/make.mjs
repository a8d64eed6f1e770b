// Makes the API reference into `reference/html`; with `--check` it only looks. It fails on what TypeDoc warns of: a type that
// is seen and that no door exports, a link that leads nowhere.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, LogLevel } from "typedoc";

const here = fileURLToPath(new URL(".", import.meta.url));
const packages = join(here, "../packages");
const out = join(here, "html");
const checksOnly = process.argv.includes("--check");

const manifests = readdirSync(packages).map((folder) => ({
  folder,
  ...JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8")),
}));
/** The doors: source below `packages/` → what one imports. */
const doors = new Map(
  manifests.flatMap(({ folder, name, exports }) =>
    Object.entries(exports).flatMap(([door, { "@sockeye/source": source }]) =>
      source === undefined ? [] : [[join(folder, source), join(name, door)]],
    ),
  ),
);

/** Types that public ones are made of, and that nobody has to name. @type {Record<string, string[]>} */
const UNNAMED = {
  "@sockeye/core": ["message/headers.ts:Entry"],
  "@sockeye/middleware": ["jwt/index.ts:CommonOptions", "secure-headers/index.ts:Field", "credentials/found.ts:Found"],
  "@sockeye/router": [
    "app.ts:Plugged",
    "app.ts:UrlParams",
    "registration/conflict.ts:PlacedRoute",
    "handling/handler.ts:JsonObject",
    "pattern/params-of.ts:Merged",
    "pattern/params-of.ts:ObjectOf",
    "pattern/params-of.ts:Plain",
    "pattern/params-of.ts:Scanned",
  ],
  "@sockeye/static": ["files.ts:Answer"],
};

const app = await Application.bootstrap({
  entryPoints: [...doors.keys()].map((source) => join(packages, source)),
  basePath: packages,
  tsconfig: join(here, "tsconfig.json"),
  name: "Sockeye",
  readme: "none",
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  hideGenerator: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, notDocumented: false },
  logLevel: LogLevel.Warn,
});
const project = await app.convert();
if (project !== undefined) {
  for (const module of project.children ?? []) {
    const source = [`${module.name}/index.ts`, `${module.name}.ts`].find((path) => doors.has(path));
    if (source === undefined) throw new Error(`No door is called ${module.name}`);
    module.name = doors.get(source) ?? "";
  }
  // TypeDoc looks for types that are missing in one package only.
  for (const { name } of manifests) {
    project.packageName = name;
    app.options.setValue("intentionallyNotExported", UNNAMED[name] ?? []);
    app.validate(project);
  }
  if (!checksOnly) await app.generateDocs(project, out);
}
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
else if (!checksOnly) console.log(`The API reference is ${join(out, "index.html")}`);
