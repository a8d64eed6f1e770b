import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withFigures } from "../../scripts/figures.js";

it("the figures of README.md are those of docs/bench/server.json; `npm run figures` writes them", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(withFigures(readme)).toBe(readme);
});
