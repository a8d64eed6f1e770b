// The app apart from the program that serves it, so that tests can have it without a port.

import { createApp, HttpError } from "@sockeye/router";

export function makeApp() {
  const stock = new Map([["apple", 3]]);
  return createApp()
    .get("/stock/:fruit", (c) => {
      const count = stock.get(c.params.fruit);
      if (count === undefined) throw new HttpError(404, `There is no ${c.params.fruit}`);
      return { count };
    })
    .put("/stock/:fruit", async (c) => {
      const count: unknown = await c.json();
      if (typeof count !== "number") throw new HttpError(422, "Expected a number");
      stock.set(c.params.fruit, count);
    });
}
