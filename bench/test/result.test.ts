import { describe, expect, it } from "vitest";
import type { Bar, Bench, Case, Entry, Sample, ServerSpec } from "../src/load/bench.js";
import { chartOf } from "../src/load/chart.js";
import { markdownOf } from "../src/load/markdown.js";
import { type BenchResult, barResults, caseResult } from "../src/load/result.js";
import { entriesOf } from "../src/load/run.js";
import { isStarved, problemOf, sampleOf } from "../src/load/throughput.js";

const GET: Case = {
  id: "get",
  title: "GET <13 octets>",
  work: "hello",
  beside: [{ server: "sockeye", work: "hello-async", name: "Sockeye, async" }],
  request: { method: "GET", path: "/", fields: [], content: null },
  answer: { type: "text/plain", content: Buffer.from("x"), framing: "length" },
  measure: {
    figures: [
      { key: "cpu", title: "CPU µs", digits: 1 },
      { key: "user", title: "user", digits: 1 },
      { key: "system", title: "system", digits: 1 },
      { key: "p99", title: "p99 ms", digits: 2 },
    ],
    rounds: (rounds) => rounds,
    open: () => Promise.reject(new Error("not in a test")),
  },
};

describe("entries", () => {
  it("are the servers that can do the work, and the variants beside those that run", () => {
    const servers = [server("net", []), server("sockeye", ["hello", "hello-async"]), server("koa", ["hello"])];
    expect(entriesOf(GET, servers).map(({ id, work }) => [id, work])).toEqual([
      ["sockeye", "hello"],
      ["koa", "hello"],
      ["sockeye:hello-async", "hello-async"],
    ]);
    expect(entriesOf(GET, servers.slice(2)).map(({ id }) => id)).toEqual(["koa"]);
  });
});

describe("a case", () => {
  it("has the median of each figure that is known", () => {
    const [ours, theirs] = measured().entries;
    expect(ours?.median).toEqual({ cpu: 10, user: 4, system: 6, p99: 1.5 });
    expect(theirs?.median).toEqual({ cpu: 40, user: 30, system: 10, p99: Number.NaN });
  });
});

describe("a bar", () => {
  it.each<{ rule: string; bar: Partial<Bar>; measured: number | null; verdict: string }>([
    // 10/50, 30/40, 5/20: neither the ratio of the medians (0.25) nor the mean.
    { rule: "is the median of the rounds' ratios", bar: { most: 0.3 }, measured: 0.25, verdict: "met" },
    { rule: "is met where it is reached", bar: { most: 0.25 }, measured: 0.25, verdict: "met" },
    { rule: "is missed beyond", bar: { most: 0.2 }, measured: 0.25, verdict: "missed" },
    { rule: "may stand by itself", bar: { against: null, most: 7.5 }, measured: 10, verdict: "missed" },
    { rule: "needs both", bar: { against: "bun" }, measured: null, verdict: "not measured" },
  ])("$rule", ({ bar, measured: ratio, verdict }) => {
    const bars = barResults(bench({ case: "get", server: "sockeye", against: "koa", most: 1, ...bar }), [measured()]);
    expect(bars).toEqual([expect.objectContaining({ measured: ratio, verdict })]);
  });

  it("of a case that did not run is left out", () => {
    expect(barResults(bench({ case: "post", server: "sockeye", against: null, most: 1 }), [measured()])).toEqual([]);
  });
});

describe("a load", () => {
  const report = { requests: 1000, seconds: 2, octets: 13_000, errors: 0, p50: 1, p99: 2 };

  it("is CPU time by request, and requests by time", () => {
    const before = { user: 1000, system: 2000, rss: 1 };
    const after = { user: 5000, system: 8000, rss: 50 * 1024 * 1024 };
    const expected = { cpu: 10, user: 4, system: 6, rate: 500, p50: 1, p99: 2, rss: 50 };
    expect(sampleOf(report, before, after)).toEqual(expected);
  });

  it("is starved where not each connection had its first answers, and none failed", () => {
    expect(isStarved({ ...report, requests: 63 }, 64)).toBe(true);
    expect(isStarved({ ...report, requests: 64 }, 64)).toBe(false);
    expect(isStarved({ ...report, requests: 0, errors: 1 }, 64)).toBe(false);
  });

  it.each([
    { rule: "every answer whole", change: {}, problem: null },
    { rule: "a failure", change: { errors: 1 }, problem: "1 of 1001 requests failed" },
    { rule: "no answer", change: { requests: 0 }, problem: "not one request was answered" },
    { rule: "octets missing", change: { octets: 12_999 }, problem: /^12999 octets came back for 1000 answers/ },
  ])("$rule", ({ change, problem }) => {
    const found = problemOf({ ...report, ...change }, 13);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});

describe("the report", () => {
  it("as Markdown", () => {
    expect(markdownOf(result())).toBe(`2026-11-24, Node 20.20.2, A processor, 2 processors, linux x64.
Load by wrk 4.1.0; server and load pinned to a processor each;
medians over 3 rounds of 1 s, the servers in turn.
Servers: @sockeye/core 1.0.0; koa 3.3.0.
**Left out: bun, for it is not installed.**

## GET <13 octets>

| server  | CPU µs | user | system | p99 ms |
| ------- | ------ | ---- | ------ | ------ |
| Sockeye | 10.0   | 4.0  | 6.0    | 1.50   |
| Koa     | 40.0   | 30.0 | 10.0   | –      |

## Bars

| case            | what                  | measured | half of the rounds | at most |     |
| --------------- | --------------------- | -------- | ------------------ | ------- | --- |
| GET <13 octets> | Sockeye ÷ Koa, CPU µs | 0.25     | 0.23 to 0.50       | 0.30    | met |`);
  });

  it("as a chart: the same octets each time, all of it in words as well", () => {
    const chart = chartOf(result());
    expect(chartOf(result())).toBe(chart);
    expect(chart).toContain("GET &lt;13 octets&gt;, CPU µs: Sockeye 10.0; Koa 40.0.</desc>");
    expect(chart).toContain("prefers-color-scheme: dark");
    expect(chart).not.toContain("<13");
  });

  it("as a chart: bars in proportion, ours apart, the kernel's share behind the program's", () => {
    const [ours, theirs] = chartOf(result())
      .split("\n")
      .filter((line) => line.startsWith('<g class="'));
    const rectangles = (line = "") =>
      [...line.matchAll(/class="(bar[^"]*)" x="([\d.]+)" y="0" width="([\d.]+)"/g)].map(([, style, x, width]) => {
        return { style, x: Number(x), width: Number(width) };
      });
    expect(ours).toMatch(/^<g class="ours"/);
    expect(theirs).toMatch(/^<g class="theirs"/);
    expect(rectangles(theirs)).toEqual([
      { style: "bar", x: 158, width: 187.5 },
      { style: "bar system", x: 345.5, width: 62.5 },
    ]);
    expect(rectangles(ours)).toEqual([
      { style: "bar", x: 158, width: 25 },
      { style: "bar system", x: 183, width: 37.5 },
    ]);
  });
});

function server(id: string, works: readonly string[]): ServerSpec {
  const name = id.replace(/^./, (first) => first.toUpperCase());
  return { id, name, works, version: () => id, launch: () => ({ command: "", args: [], ipc: true }) };
}

function entry(id: string): Entry {
  const spec = server(id, ["hello"]);
  return { id, name: spec.name, work: "hello", server: spec, case: GET, answer: GET.answer };
}

function measured() {
  const sample = (user: number, system: number, p99: number): Sample => ({ cpu: user + system, user, system, p99 });
  return caseResult(GET, [
    { entry: entry("sockeye"), samples: [sample(4, 6, 1), sample(20, 10, 2), sample(3, 2, Number.NaN)] },
    {
      entry: entry("koa"),
      samples: [sample(40, 10, Number.NaN), sample(30, 10, Number.NaN), sample(10, 10, Number.NaN)],
    },
  ]);
}

function bench(...bars: readonly Bar[]): Bench {
  return { name: "server", title: "Server", servers: [], cases: [GET], bars };
}

function result(): BenchResult {
  const cases = [measured()];
  return {
    bench: "server",
    title: "Sockeye & peers",
    date: "2026-11-24",
    machine: { cpu: "A processor", processors: 2, system: "linux x64", node: "v20.20.2" },
    generator: "wrk 4.1.0",
    pinned: true,
    rounds: 3,
    seconds: 1,
    versions: { sockeye: "@sockeye/core 1.0.0", koa: "koa 3.3.0" },
    missing: { bun: "it is not installed" },
    cases,
    bars: barResults(bench({ case: "get", server: "sockeye", against: "koa", most: 0.3 }), cases),
  };
}
