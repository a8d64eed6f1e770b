// `npm run bench lookup`: finding a route, alone, in one process; and what middleware add to a request. Every router gives
// the route and its parameters.

import { createApp, type Middleware } from "@sockeye/router";
import { MethodTable, parsePattern } from "@sockeye/router/matching";
import FindMyWay from "find-my-way";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { match } from "path-to-regexp";
import { addRoute, createRouter, findRoute } from "rou3";
import { cpuOf, median, printTable } from "../measure.js";
import { pathOf, type Route, TABLES, type Table } from "./tables.js";

type Find = (method: string, path: string) => unknown;

interface Contender {
  readonly name: string;
  /** @returns what finds a route, or null */
  readonly build: (routes: readonly Route[]) => Find;
  /** Routes that it can be asked to hold. @defaultValue any number */
  readonly most?: number;
}

const ROUNDS = 9;
const LOOK_UPS = 200_000;
const REQUESTS = 20_000;

const CONTENDERS: readonly Contender[] = [
  { name: "sockeye", build: buildSockeye },
  { name: "find-my-way", build: buildFindMyWay },
  { name: "rou3", build: buildRou3 },
  { name: "Hono's RegExpRouter", build: buildRegExpRouter, most: 1000 },
  { name: "path-to-regexp, in order", build: buildScan, most: 1000 },
];

await lookUps();
await middleware();

async function lookUps(): Promise<void> {
  const rows: (string | number)[][] = [];
  let ofTen = Number.NaN;
  for (const table of TABLES) {
    const requests = requestsTo(table);
    const contenders = CONTENDERS.filter(({ most = Number.POSITIVE_INFINITY }) => table.routes.length <= most);
    const finds = contenders.map(({ build }) => build(table.routes));
    const samples = await inTurn(finds.map((find) => () => lookUp(find, requests)));
    const nanoseconds = samples.map((sample) => (median(sample) / LOOK_UPS) * 1000);
    const [ours = Number.NaN] = nanoseconds;
    if (table.name === "10 generated") ofTen = ours;
    const ofLarge = table.routes.length === 10_000 ? (ours / ofTen).toFixed(2) : "";
    contenders.forEach(({ name }, index) => {
      const cpu = nanoseconds[index] as number;
      rows.push([table.name, name, cpu.toFixed(0), (cpu / ours).toFixed(2), index === 0 ? ofLarge : ""]);
    });
  }
  printTable(["table", "router", "CPU ns per look-up", "× sockeye", "× ten routes"], rows);
}

/** What ten middleware cost, beside none: each awaits the one below, as most do. */
async function middleware(): Promise<void> {
  const through: Middleware = async (_c, next) => {
    const response = await next();
    return response;
  };
  const apps = [0, 1, 3, 10].map((count) => {
    const app = createApp();
    for (let i = 0; i < count; i++) app.use(through);
    return { count, app: app.get("/users/:id", (c) => c.params.id) };
  });
  const requests = Array.from({ length: 100 }, (_, index) => new Request(`http://localhost/users/${index}`));
  const samples = await inTurn(
    apps.map(({ app }) => async () => {
      for (let i = 0; i < REQUESTS; i++) await app.fetch(requests[i % requests.length] as Request);
    }),
  );
  const microseconds = samples.map((sample) => median(sample) / REQUESTS);
  const [none = Number.NaN] = microseconds;
  console.log();
  printTable(
    ["async middleware", "CPU µs per request", "more than none"],
    apps.map(({ count }, index) => {
      const cpu = microseconds[index] as number;
      return [count, cpu.toFixed(2), (cpu - none).toFixed(2)];
    }),
  );
}

/** CPU time of each run in µs, round by round, after two rounds to warm up. */
async function inTurn(runs: readonly (() => unknown)[]): Promise<number[][]> {
  const samples = runs.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++) {
    for (const [index, run] of runs.entries()) {
      const cpu = await cpuOf(run);
      if (round >= 0) samples[index]?.push(cpu);
    }
  }
  return samples;
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

function requestsTo({ asked }: Table): readonly Asked[] {
  const count = Math.max(2000, asked.length);
  return Array.from({ length: count }, (_, index) => {
    const route = asked[index % asked.length] as Route;
    return { method: route.method, path: pathOf(route, index) };
  });
}

function lookUp(find: Find, requests: readonly Asked[]): void {
  for (let i = 0; i < LOOK_UPS; i++) {
    const { method, path } = requests[i % requests.length] as Asked;
    if (find(method, path) === null) throw new Error(`${method} ${path} was not found`);
  }
}

function buildSockeye(routes: readonly Route[]): Find {
  const table = new MethodTable(
    routes.map(({ method, pattern }) => ({ method, pattern: parsePattern(pattern), handler: pattern })),
  );
  return (method, path) => table.find(method, path);
}

function buildFindMyWay(routes: readonly Route[]): Find {
  const router = FindMyWay();
  for (const { method, pattern } of routes) {
    router.on(method as FindMyWay.HTTPMethod, pattern.replace(/\*\w+/, "*"), () => pattern);
  }
  return (method, path) => router.find(method as FindMyWay.HTTPMethod, path);
}

function buildRou3(routes: readonly Route[]): Find {
  const router = createRouter<string>();
  for (const { method, pattern } of routes) addRoute(router, method, pattern.replace(/\*(\w+)/, "**:$1"), pattern);
  return (method, path) => findRoute(router, method, path) ?? null;
}

// It gives indices of the parameters; who wants their values looks them up as Hono does.
function buildRegExpRouter(routes: readonly Route[]): Find {
  const router = new RegExpRouter<string>();
  for (const { method, pattern } of routes) router.add(method, pattern.replace(/\*\w+/, "*"), pattern);
  return (method, path) => {
    const [handlers, stash] = router.match(method, path) as unknown as [[string, Record<string, number>][], string[]];
    const [first] = handlers;
    if (first === undefined) return null;
    const [handler, indices] = first;
    const params: Record<string, string | undefined> = {};
    for (const name in indices) params[name] = stash?.[indices[name] as number];
    return { handler, params };
  };
}

function buildScan(routes: readonly Route[]): Find {
  const matchers = routes.map(({ method, pattern }) => ({
    method,
    find: match(pattern, { trailing: false, sensitive: true }),
  }));
  return (method, path) => {
    for (const each of matchers) {
      const found = each.method === method && each.find(path);
      if (found) return found;
    }
    return null;
  };
}
