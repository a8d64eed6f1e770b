import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../src/load/run.js";
import { routerBench } from "../src/router/bench.js";
import { pathOf, TABLES } from "../src/router/tables.js";

const { servers, cases, bars } = routerBench;

describe("the router bench", () => {
  it.each(servers)("has a program for $name", ({ launch, works }) => {
    const module = launch(works[0] as string).args.find((arg) => arg.startsWith("file:"));
    const source = new URL((module as string).replace("/dist/", "/src/").replace(/\.js$/, ".ts"));
    expect(existsSync(source)).toBe(true);
  });

  it.each(bars)("has what the bar of $case against $against needs", ({ case: id, server, against }) => {
    const one = cases.find((candidate) => candidate.id === id);
    const ids = one === undefined ? [] : entriesOf(one, servers).map((entry) => entry.id);
    expect(ids).toContain(server);
    expect(ids).toContain(against);
  });
});

describe("the tables of routes", () => {
  it("are what they say, and have no route twice", () => {
    expect(TABLES.map(({ routes }) => routes.length)).toEqual([12, 203, 10, 10_000, 10_000]);
    for (const { asked, routes } of TABLES) {
      const all = new Set(routes.map(({ method, pattern }) => `${method} ${pattern}`));
      expect(all.size).toBe(routes.length);
      expect(asked.filter(({ method, pattern }) => !all.has(`${method} ${pattern}`))).toEqual([]);
    }
  });

  it("are asked by paths of their own", () => {
    expect(pathOf({ method: "GET", pattern: "/a/:id/*rest" }, 7)).toBe("/a/id1007/js/app-7/main.js");
  });
});
