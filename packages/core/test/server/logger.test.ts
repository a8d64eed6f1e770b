// The logger of a real library, given as it is.

import { pino } from "pino";
import { expect, it } from "vitest";
import { connect } from "../../src/testing/index.js";
import { GET, statuses } from "../transport/fixtures.js";

it("pino is a logger: it gets the error, the request line and the message", async () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const failing = connect(
    () => {
      throw new Error("out of order");
    },
    { logger },
  );
  await failing.send(`${GET}GARBAGE\n`);
  expect(statuses(await failing.received())).toEqual([500, 400]);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 50, msg: "A handler failed", request: "GET /", err: { message: "out of order" } },
    { level: 40, msg: "A peer broke a rule of HTTP", explanation: expect.stringContaining("GARBAGE") },
  ]);
});
