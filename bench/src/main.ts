// `npm run bench codec` runs codec.ts. What follows the name is left to the bench, in `process.argv`.

const BENCHES: ReadonlyMap<string, () => Promise<unknown>> = new Map([["codec", () => import("./codec.js")]]);

const name = process.argv[2];
const bench = BENCHES.get(name ?? "");
if (bench === undefined) {
  const problem = name === undefined ? "Which bench?" : `There is no bench "${name}".`;
  console.error(`${problem} Choose one: npm run bench <${[...BENCHES.keys()].join(" | ")}>`);
  process.exitCode = 1;
} else {
  await bench();
}
