// The walls of docs/architecture.md, read from the import lines of the packages' sources.

import { posix } from "node:path";

/** Path from the workspace's root → text. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly file: string;
  readonly specifier: string;
}

interface House {
  readonly place: string;
  readonly ground: readonly string[];
  readonly storeys: readonly string[];
}

const MAX_LINES = 350;

// A floor of core → the floors it may import from. Files directly in src/ are the doors on top.
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  protocol: ["protocol"],
  message: ["message"],
  transport: ["protocol", "message", "transport"],
  server: ["protocol", "message", "transport", "server"],
  testing: ["protocol", "message", "transport", "server", "testing"],
};
const PROTOCOL = "packages/core/src/protocol/";
const ROUTER = "packages/router/src/";
// The tables of the codec that messages are written by as well.
const TABLES = [`${PROTOCOL}grammar.ts`, `${PROTOCOL}start-line/reason-phrases.ts`];
// Folders with storeys: the ground, and the folders above it in their order. What else lies in such a folder is on top.
const HOUSES: readonly House[] = [
  {
    place: PROTOCOL,
    ground: ["grammar.ts", "catalogue.ts", "errors.ts", "limits.ts", "states.ts", "receive-buffer.ts"],
    storeys: ["start-line", "fields", "content", "head"],
  },
  {
    place: ROUTER,
    ground: ["types.ts"],
    storeys: ["pattern", "matching", "context", "handling", "registration", "dispatch", "sight"],
  },
];

// What a floor of core may import from outside of core; the floors that are not named here may import anything.
const OUTSIDE: Readonly<Record<string, readonly string[]>> = { protocol: ["node:buffer"], message: [] };

// The doors of other packages that a package may come in by.
const DOORS: Readonly<Record<string, RegExp>> = {
  core: /^$/,
  router: /^@sockeye\/core\/message$/,
  middleware: /^@sockeye\/(?:core\/message|router)$/,
  static: /^@sockeye\/core(?:\/|$)/,
};

// The files of the router that know the server: one loads it when it is asked to listen, one has a type of it.
const ON_SERVER = [`${ROUTER}listen.ts`, `${ROUTER}context/upgrade.ts`];

// Of the package of middleware: folders that several of the others stand on, and those that need Node. Every other folder is
// one middleware, which knows no other and runs without Node.
const SHARED: readonly string[] = ["addresses", "credentials", "redis", "secrets"];
const ON_NODE: readonly string[] = ["compress"];

// Ambient things that would make the codec depend on time, on the process or on a terminal.
const AMBIENT =
  /\b(?:Date\.|new Date\b|performance\.|console\.|process\.\w|set(?:Timeout|Interval|Immediate)\(|queueMicrotask\()/;

/** @returns one sentence for each breach, in the order of the files; empty when the walls hold */
export function breaches(sources: Sources): string[] {
  return [
    ...[...sources].flatMap(([file, text]) => [...fileBreaches(file, text)]),
    ...[...sources].flatMap(([file, text]) => importsOf(file, text).flatMap((entry) => [...importBreaches(entry)])),
    ...cycles(sources),
  ];
}

function* fileBreaches(file: string, text: string): Iterable<string> {
  const lines = text.trimEnd().split("\n").length;
  if (lines > MAX_LINES) yield `${file} has ${lines} lines, more than ${MAX_LINES}`;
  if (/\/(?:utils|helpers)\.ts$/.test(file)) yield `${file}: a helper lives with its concept`;
  if (/\bimport\((?!\s*")/.test(withoutComments(text))) yield `${file} imports a module that is not named by a literal`;
  const floor = floorOf(file);
  if (floor !== null && floor !== "" && !(floor in FLOORS)) yield `${file} stands on no floor that this test knows`;
  const ambient = floor === "protocol" ? AMBIENT.exec(withoutComments(text)) : null;
  if (ambient !== null) yield `${file} is to be pure and uses ${ambient[0]}`;
}

function* importBreaches({ file, specifier }: Import): Iterable<string> {
  const line = `${file} imports ${specifier}`;
  const floor = floorOf(file);
  if (specifier.startsWith(".")) {
    const target = targetOf(file, specifier);
    if (!specifier.endsWith(".js")) yield `${line}, which does not end in .js`;
    if (packageOf(target) !== packageOf(file)) yield `${line}, which is outside of the package's src`;
    else if (!mayImport(floor, target) || climbs(file, target) || isOther(file, target))
      yield `${line}: up, or across a wall`;
    return;
  }
  if (specifier.startsWith("node:") && needsNoNode(file)) yield `${line}, and is to run without Node`;
  const outside = floor === null ? undefined : OUTSIDE[floor];
  if (outside !== undefined && !outside.includes(specifier)) yield `${line}, which ${floor} may not know`;
  const doors = DOORS[packageOf(file) ?? ""];
  const knowsServer = ON_SERVER.includes(file) && specifier === "@sockeye/core";
  if (doors !== undefined && specifier.startsWith("@sockeye/") && !doors.test(specifier) && !knowsServer) {
    yield `${line}, a door that is not open to it`;
  }
}

function mayImport(floor: string | null, target: string): boolean {
  if (floor === null || floor === "") return true;
  const below = FLOORS[floor];
  const targetFloor = floorOf(target);
  if (below === undefined || targetFloor === null) return true; // Reported as an unknown floor.
  return below.includes(targetFloor) || (floor === "message" && TABLES.includes(target));
}

function climbs(file: string, target: string): boolean {
  const house = HOUSES.find(({ place }) => file.startsWith(place) && target.startsWith(place));
  return house !== undefined && storeyOf(target, house) > storeyOf(file, house);
}

/** Whether two files belong to different middleware. */
function isOther(file: string, target: string): boolean {
  const [from, to] = [middlewareOf(file), middlewareOf(target)];
  return from !== null && to !== null && to !== "" && from !== to && !SHARED.includes(to);
}

function needsNoNode(file: string): boolean {
  if (packageOf(file) === "router") return true;
  const name = middlewareOf(file);
  return name !== null && !ON_NODE.includes(name);
}

/** @returns the folder below the middleware package's src, `""` for files directly in it, `null` outside of the package */
function middlewareOf(file: string): string | null {
  const path = /^packages\/middleware\/src\/(.+)$/.exec(file)?.[1];
  if (path === undefined) return null;
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function storeyOf(file: string, { place, ground, storeys }: House): number {
  const [first = ""] = file.slice(place.length).split("/");
  if (ground.includes(first)) return 0;
  return storeys.includes(first) ? 1 + storeys.indexOf(first) : 1 + storeys.length;
}

/** Each cycle is reported once, at its first file in the order of paths. */
function cycles(sources: Sources): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) found.add(`cycle: ${[...trail.slice(start), file].join(" → ")}`);
    if (start !== -1 || done.has(file)) return;
    for (const { specifier } of importsOf(file, sources.get(file) ?? "")) {
      if (specifier.startsWith(".")) visit(targetOf(file, specifier), [...trail, file]);
    }
    done.add(file);
  };
  for (const file of [...sources.keys()].sort()) visit(file, []);
  return [...found];
}

// Statements begin their line, for the formatter sees to that; `import("x")` may stand anywhere, in types as well.
const STATIC_IMPORT = /^(?:import|export)\b(?:[^;"]*?\bfrom\b)?\s*"([^"]+)"/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*"([^"]+)"/g;

function importsOf(file: string, text: string): Import[] {
  const code = withoutComments(text);
  const matches = [...code.matchAll(STATIC_IMPORT), ...code.matchAll(DYNAMIC_IMPORT)];
  return matches.map((match) => ({ file, specifier: match[1] ?? "" }));
}

// Whole-line comments and what follows ` // `; the latter also cuts strings, in which no import stands.
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(?:\/\*|\*|\/\/).*$/gm, "").replace(/[ \t]\/\/ .*$/gm, "");
}

function targetOf(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
}

function packageOf(file: string): string | null {
  return /^packages\/([^/]+)\/src\//.exec(file)?.[1] ?? null;
}

/** @returns the folder below core's src, `""` for core's own doors, `null` outside of core */
function floorOf(file: string): string | null {
  const path = /^packages\/core\/src\/(.+)$/.exec(file)?.[1];
  if (path === undefined) return null;
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}
