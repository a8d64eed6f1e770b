import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { files } from "../src/index.js";
import { Turn } from "../src/turn.js";
import { folder, settle } from "./folder.js";

const [one, two] = [{}, {}];

describe("a look-up", () => {
  it("is there for other connections, and for no longer than the turn", async () => {
    const turn = new Turn<string>();
    turn.set("/a", "A", one);
    expect(turn.get("/a", two)).toBe("A");
    expect(turn.get("/b", two)).toBeUndefined();
    await Promise.resolve();
    expect(turn.get("/a", two)).toBe("A");
    await setImmediate();
    expect(turn.get("/a", two)).toBeUndefined();
    turn.set("/a", "B", two);
    await setImmediate();
    expect(turn.get("/a", one)).toBeUndefined();
  });

  it("is not for the connection that it was made for", () => {
    const turn = new Turn<string>();
    turn.set("/a", "A", one);
    expect(turn.get("/a", one)).toBeUndefined();
  });
});

describe("a file that changes within a turn", () => {
  const text = async (site: ReturnType<typeof files>, connection?: object): Promise<string> =>
    (await site(new Request("http://host/a"), connection === undefined ? undefined : { connection })).text();

  it("shows to who calls without a connection, and to the same connection", async () => {
    const root = folder({ a: "1" });
    const site = files(root);
    await settle();
    await text(site);
    for (const connection of [undefined, one]) {
      for (const content of ["2", "3", "4"]) {
        // Nothing here gives the turn away.
        const before = site(new Request("http://host/a"), connection && { connection });
        writeFileSync(join(root, "a"), content);
        expect(await text(site, connection)).toBe(content);
        await before;
      }
    }
  });

  it("shows to other connections in the next", async () => {
    const root = folder({ a: "1" });
    const site = files(root);
    await settle();
    await text(site, one);
    writeFileSync(join(root, "a"), "2");
    await setImmediate();
    expect(await text(site, two)).toBe("2");
  });
});
