// How long the steps of a request take.

import { describe, expect, it } from "vitest";
import { createApp, HttpError, type Middleware, type StepTiming, settled, timingOf } from "../src/index.js";

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const slow: Middleware = async function slow(_c, next) {
  await wait(20);
  return next();
};
const plain: Middleware = function plain(_c, next) {
  return next();
};
async function handler(): Promise<string> {
  await wait(20);
  return "";
}
function failing(): never {
  throw new HttpError(418);
}
const named = ({ kind, name }: StepTiming): string => `${kind} ${name}`;

describe("timingOf", () => {
  it("tells of each step, those of mounts and those around misses too", async () => {
    const app = createApp({ timing: true })
      .use(slow)
      .get("/", handler)
      .mount("/inner", createApp().use(plain).get("/", handler));
    const root = new Request("http://a/");
    const inner = new Request("http://a/inner");
    const miss = new Request("http://a/nothing");
    for (const request of [root, inner, miss]) await app.fetch(request);

    expect(timingOf(root).map(named)).toEqual(["middleware slow", "handler handler"]);
    expect(timingOf(inner).map(named)).toEqual(["middleware slow", "middleware plain", "handler handler"]);
    expect(timingOf(miss).map(named)).toEqual(["middleware slow"]);
  });

  it("counts what runs inside of a step", async () => {
    const request = new Request("http://a/");
    await createApp({ timing: true }).use(slow).get("/", handler).fetch(request);

    const [outer, inner] = timingOf(request) as [StepTiming, StepTiming];
    expect(inner.start - outer.start).toBeGreaterThan(15);
    expect((inner.end as number) - inner.start).toBeGreaterThan(15);
    expect(outer.end).toBeGreaterThanOrEqual(inner.end as number);
  });

  it("tells of steps that fail, and of those that still run", async () => {
    const request = new Request("http://a/");
    let seen: readonly StepTiming[] = [];
    const looking: Middleware = settled(async function looking(c, next) {
      const response = await next();
      seen = timingOf(c.request).map((step) => ({ ...step }));
      return response;
    });
    await createApp({ timing: true }).use(looking).use(plain).get("/", failing).fetch(request);

    expect(seen.map(({ name, end }) => [name, end !== null])).toEqual([
      ["looking", false],
      ["plain", true],
      ["failing", true],
    ]);
    expect(timingOf(request).every(({ end }) => end !== null)).toBe(true);
  });

  it("has nothing to tell of an app that was not asked to", async () => {
    const request = new Request("http://a/");
    await createApp().use(plain).get("/", handler).fetch(request);

    expect(timingOf(request)).toEqual([]);
    expect(() => createApp({ timing: "yes" as never })).toThrow("timing: expected true or false");
  });
});
