import { describe, expect, it } from "vitest";
import { allowedCores, pinned } from "../src/load/cores.js";
import { parseProc } from "../src/load/server-process.js";

describe("/proc", () => {
  it("gives CPU time and memory, whatever the program is called", () => {
    const stat = "4711 (a (strange) name) S 1 4711 4711 0 -1 4194304 1 2 3 4 199 801 0 0 20 0 11 0 12345 1000 2000";
    expect(parseProc(stat, "270000 12000 9000 1 0 50000 0")).toEqual({
      user: 1_990_000,
      system: 8_010_000,
      rss: 12_000 * 4096,
    });
  });

  it.each([
    { list: "0-1", cores: [0, 1] },
    { list: "0", cores: [0] },
    { list: "2-3,6,8-9", cores: [2, 3, 6, 8, 9] },
  ])("gives the processors of $list", ({ list, cores }) => {
    expect(allowedCores(`Threads:\t1\nCpus_allowed:\t3\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`)).toEqual(
      cores,
    );
  });

  it("gives no processors where it does not list them", () => {
    expect(allowedCores("Threads:\t1\n")).toEqual([]);
  });
});

it("a program is pinned only where there is a processor to pin it to", () => {
  expect(pinned(1, "node", ["a.js"])).toEqual(["taskset", ["-c", "1", "node", "a.js"]]);
  expect(pinned(null, "node", ["a.js"])).toEqual(["node", ["a.js"]]);
});
