// The program as it is started: what it prints, what it leaves behind, and what survives a `kill -9`.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "libsql";
import { describe, expect, it, onTestFinished } from "vitest";
import { type RunningExample, runExample, startExample } from "../../../test/example.js";

const PASSWORD = "correct horse battery";

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sockeye-showcase-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return join(folder, "data");
}

async function signIn(url: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: "POST",
    body: JSON.stringify({ name: "admin", password }),
    headers: { "Content-Type": "application/json" },
  });
  expect(response.status).toBe(201);
  return /^[^;]*/.exec(response.headers.getSetCookie()[0] as string)?.[0] as string;
}

async function addLink(url: string, cookie: string, number: number): Promise<Response> {
  return fetch(`${url}/api/links`, {
    method: "POST",
    body: JSON.stringify({ url: `https://example.org/${number}`, title: `Number ${number}`, tags: ["kept"] }),
    headers: { "Content-Type": "application/json", cookie },
  });
}

describe("the first start", () => {
  it("makes an admin, tells the password once, and brings the sample", async () => {
    const DATA = dataFolder();
    await using first = await startExample("showcase", { DATA });
    const [, password = ""] = await first.prints(/Sign in as admin with (\S+)/);
    const cookie = await signIn(first.url, password);
    const { total } = (await (await fetch(`${first.url}/api/links`)).json()) as { total: number };
    expect(total).toBeGreaterThan(250);
    expect(await first.stop()).toBe(0);

    await using second = await startExample("showcase", { DATA });
    expect(second.output).not.toContain("Sign in");
    const session = await fetch(`${second.url}/api/session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ user: { name: "admin" } });
    expect(await second.stop()).toBe(0);
  });

  it("takes the password from the environment, and does not print it", async () => {
    await using showcase = await startExample("showcase", { DATA: dataFolder(), ADMIN_PASSWORD: PASSWORD });
    await signIn(showcase.url, PASSWORD);
    expect(showcase.output).not.toContain("Sign in");
    expect(showcase.output).not.toContain(PASSWORD);
  });
});

describe("what is wrong is said in a line, with exit code 1:", () => {
  it("a port in use, which costs nobody the admin's password", async () => {
    await using other = await startExample("hello");
    const DATA = dataFolder();
    const { code, output } = await runExample("showcase", { DATA, PORT: new URL(other.url).port });
    expect(code).toBe(1);
    expect(output).toMatch(/^.*in use.*\n$/);

    await using showcase = await startExample("showcase", { DATA });
    await showcase.prints(/Sign in as admin/);
  });

  it.each([
    { environment: { PORT: "abc" }, line: /^PORT: / },
    { environment: { ADMIN_PASSWORD: "short" }, line: /^ADMIN_PASSWORD: / },
    { environment: { ORIGIN: "links.example" }, line: /^ORIGIN: / },
    {
      environment: { DATA: "package.json" },
      line: /^There can be no folder .*package\.json for the data: it is a file$/m,
    },
    // Where Node's own recursive mkdir does not come back.
    ...(process.platform === "linux"
      ? [{ environment: { DATA: "/proc/x" }, line: /^There can be no folder \/proc\/x for the data: ENOENT/ }]
      : []),
  ])("$environment", async ({ environment, line }) => {
    const { code, output } = await runExample("showcase", { DATA: dataFolder(), ...environment });
    expect(code).toBe(1);
    expect(output).toMatch(line);
    expect(output.trim().split("\n")).toHaveLength(1);
  });
});

describe("the panel", () => {
  it("is there on the loopback address, and not where people come by another name", async () => {
    const DATA = dataFolder();
    const panelOf = async (running: RunningExample) => (await fetch(`${running.url}/panel/now`)).status;
    await using here = await startExample("showcase", { DATA });
    expect(await panelOf(here)).toBe(200);
    await using named = await startExample("showcase", { DATA, ORIGIN: "https://links.example" });
    expect(await panelOf(named)).toBe(404);
    await using everywhere = await startExample("showcase", { DATA, HOST: "0.0.0.0" });
    expect((await fetch(`http://127.0.0.1:${new URL(everywhere.url).port}/panel/now`)).status).toBe(404);
  });
});

describe("kill -9 in the middle of writing", () => {
  it("loses nothing that was answered, and the database is sound", async () => {
    const DATA = dataFolder();
    const answered: number[] = [];
    let next = 1;
    for (let round = 0; round < 3; round++) {
      const showcase = await startExample("showcase", { DATA, ADMIN_PASSWORD: PASSWORD });
      const cookie = await signIn(showcase.url, PASSWORD);
      const write = async (): Promise<void> => {
        for (;;) {
          const number = next++;
          const response = await addLink(showcase.url, cookie, number).catch(() => null);
          if (response === null) return;
          expect(response.status).toBe(201);
          answered.push(number);
        }
      };
      const writers = [write(), write(), write(), write()];
      await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(40 * (round + 1));
      process.kill(showcase.pid, "SIGKILL");
      await Promise.all(writers);
    }

    await using showcase = await startExample("showcase", { DATA });
    for (const number of answered) {
      const response = await fetch(`${showcase.url}/go/number-${number}`, { redirect: "manual" });
      expect([number, response.headers.get("location")]).toEqual([number, `https://example.org/${number}`]);
    }
    const query = `${showcase.url}/api/links?q=number&tag=kept&limit=1`;
    const { total } = (await (await fetch(query)).json()) as { total: number };
    // What was not answered may be there as well: one for each writer and round.
    expect(total).toBeGreaterThanOrEqual(answered.length);
    expect(total).toBeLessThanOrEqual(answered.length + 12);
    await showcase.stop();
    const database = new Sqlite(join(DATA, "showcase.db"));
    expect(database.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
    expect(database.pragma("foreign_key_check")).toEqual([]);
    database.close();
  });
});
