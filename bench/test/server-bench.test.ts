import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BROWSER_FIELDS } from "../src/browser-fields.js";
import { requestOctets } from "../src/load/request.js";
import { entriesOf } from "../src/load/run.js";
import { serverBench } from "../src/server/bench.js";

const { servers, cases, bars } = serverBench;
const caseOf = (id: string) => cases.find((one) => one.id === id);

describe("the server bench", () => {
  it.each(servers)("has a program for $name", ({ launch, works }) => {
    const module = launch(works[0] as string).args.find((arg) => arg.startsWith("file:"));
    const source = new URL((module as string).replace("/dist/", "/src/").replace(/\.js$/, ".ts"));
    expect(existsSync(source)).toBe(true);
  });

  it.each(cases)("has servers for: $title", (one) => {
    expect(entriesOf(one, servers).length).toBeGreaterThan(1);
  });

  it.each(bars)("has what the bar of $case against $against needs", ({ case: id, server, against }) => {
    const one = caseOf(id);
    const ids = one === undefined ? [] : entriesOf(one, servers).map((entry) => entry.id);
    expect(ids).toContain(server);
    if (against !== null) expect(ids).toContain(against);
  });

  it("sends what it says: thirteen fields in some 650 octets, 1 KiB, 10 MiB", () => {
    const browser = caseOf("browser")?.request;
    expect(browser?.fields.length).toBe(13);
    expect(browser?.fields.length).toBe(BROWSER_FIELDS.length + 1);
    expect(browser && requestOctets(browser).length).toBeCloseTo(650, -1);
    expect(caseOf("json")?.request.content?.length).toBe(1024);
    expect(caseOf("upload")?.request.content?.length).toBe(10 * 1024 * 1024);
    expect(caseOf("page")?.answer.content.length).toBe(64 * 1024);
    expect(caseOf("stream")?.answer.content.length).toBe(10 * 1024 * 1024);
    expect(caseOf("hello")?.answer.content.length).toBe(13);
  });
});
