// What pages that are open are told.

import { connect } from "@sockeye/core/testing";
import { describe, expect, it } from "vitest";
import { type ChangeEvent, Changes } from "../links/changes.js";
import { ADMIN, clientOf, newShowcase } from "./client.js";

const NOBODY = new Headers();

async function first<Value>(count: number, source: AsyncIterable<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const value of source) if (found.push(value) === count) break;
  return found;
}

describe("changes", () => {
  it("are told in order, with who did it", async () => {
    const changes = new Changes();
    const told = first(2, changes.from(changes.lastId, new AbortController().signal));
    changes.publish({ kind: "added", link: 1 }, new Headers({ "Page-Id": "x".repeat(100) }));
    changes.publish({ kind: "removed", link: 1 }, NOBODY);

    expect((await told).map(({ change }) => change)).toEqual([
      { kind: "added", link: 1, by: "x".repeat(64) },
      { kind: "removed", link: 1, by: null },
    ]);
  });

  it("that were missed are `many`, also those of an earlier start", async () => {
    const changes = new Changes();
    const { lastId } = changes;
    changes.publish({ kind: "added", link: 1 }, NOBODY);
    const { signal } = new AbortController();

    for (const missed of [lastId, "another-start-7"]) {
      expect(await first(1, changes.from(missed, signal))).toEqual([
        { id: changes.lastId, change: { kind: "many", by: null } },
      ]);
    }
  });

  it("that nobody takes are `many` in the end", async () => {
    const changes = new Changes();
    const source = changes.from(changes.lastId, new AbortController().signal);
    const taken = source.next();
    for (let link = 0; link < 500; link++) changes.publish({ kind: "added", link }, NOBODY);

    const told = [(await taken).value as ChangeEvent];
    for await (const event of source) {
      told.push(event);
      if (event.id === changes.lastId) break;
    }
    expect(told.length).toBeLessThan(200);
    expect(told[0]?.change).toEqual({ kind: "many", by: null });
  });

  it("end with their signal", async () => {
    const changes = new Changes();
    const controller = new AbortController();
    const told = first(5, changes.from(changes.lastId, controller.signal));
    changes.publish({ kind: "added", link: 1 }, NOBODY);
    await new Promise(setImmediate);
    controller.abort();

    expect(await told).toHaveLength(1);
  });
});

describe("the stream", () => {
  it("tells of a link that is added, and ends when the server stops", async () => {
    const showcase = newShowcase();
    await showcase.people.add({ ...ADMIN, role: "admin" });
    const client = clientOf(showcase);
    await client("POST", "/api/session", { json: ADMIN });

    const connection = connect(showcase.app);
    await connection.send("GET /api/changes HTTP/1.1\r\nHost: a\r\n\r\n");
    await connection.received();
    const json = { url: "https://example.org/", title: "Example" };
    const { body } = await client("POST", "/api/links", { json, headers: { "Page-Id": "me" } });

    const events = await connection.received();
    expect(events).toMatch(/event: change\nid: \S+\ndata: /);
    expect(events).toContain(`data: {"kind":"added","link":${body.id},"by":"me"}\n\n`);
    const stopped = connection.stop();
    expect(await connection.received()).toBe("0\r\n\r\n");
    await connection.end();
    await stopped;
  });
});
