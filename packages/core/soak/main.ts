// `npm run soak -- --minutes 10 [--clients 1000] [--seed 1] [--only mixed|slow-heads]`: good and bad clients of all kinds against
// a server in a process of its own. Every answer is checked, and what the server uses is watched. Ends with 1 where an answer
// was wrong, something grew or somebody had to wait.

import { BAD_CLIENTS } from "./bad-clients.js";
import { DEADLINES, pause } from "./behaviour.js";
import { Crowd } from "./crowd.js";
import { GOOD_CLIENTS, KEEPS_LONG } from "./good-clients.js";
import { OptionsError, readOptions, type SoakOptions } from "./options.js";
import { describeMixed, describeSample, describeSlowHeads, type MixedResult } from "./report.js";
import { flatness, Sampler } from "./samples.js";
import { ServerProcess } from "./server-process.js";
import { runSlowHeads } from "./slow-heads.js";

// Clients that keep a connection, of all of them.
const KEEPING = 0.8;
// Milliseconds that each of the others rests between two acts, for each hundred of them: the load stays the same.
const REST_A_HUNDRED = 2_500;
// Seconds until the server has all that it will need.
const WARM = 120;
// Octets that the server may still have in use then, besides what it had before: caches, compiled code.
const HEAP_LEFT = 12 * 1024 * 1024;
// Time for the last connections to be noticed as gone.
const AFTERWARDS = 15_000;
const SLOW_HEADS = 2_000;
const FILES_LEFT = 4;

try {
  const options = readOptions(process.argv.slice(2));
  const verdicts: boolean[] = [];
  if (options.parts.includes("mixed")) verdicts.push(await soak(options));
  if (options.parts.includes("slow-heads")) {
    const result = await runSlowHeads(SLOW_HEADS, console.log);
    console.log(`\n${describeSlowHeads(result)}`);
    verdicts.push(result.isGood);
  }
  if (verdicts.includes(false)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function soak({ minutes, clients, seed }: SoakOptions): Promise<boolean> {
  console.log(`${clients} clients for ${minutes} minutes, seed ${seed}.`);
  const server = await ServerProcess.start(DEADLINES);
  const before = await server.collected();
  const { place } = server;
  const keeping = Math.floor(clients * KEEPING);
  const others = clients - keeping;
  const rest = (others / 100) * REST_A_HUNDRED;
  const crowds = [
    new Crowd({ place, behaviours: [KEEPS_LONG], clients: keeping, rest: 500, seed }),
    new Crowd({ place, behaviours: [...GOOD_CLIENTS, ...BAD_CLIENTS], clients: others, rest, seed: seed + 1 }),
  ];
  const sampler = new Sampler(server);
  const over = timeOrSignal(minutes * 60_000);
  for (const crowd of crowds) crowd.start();
  sampler.start((sample) => {
    if (Math.floor(sample.at / 5) % 6 === 0) console.log(describeSample(sample, crowds));
  }, over.fail);
  await over.promise;
  sampler.stop();
  console.log("The clients finish what they do …");
  await Promise.all(crowds.map((crowd) => crowd.stop()));
  await pause(AFTERWARDS);
  const after = await server.collected();
  await server.stop();

  const { samples } = sampler;
  const flat = flatness(samples, Math.min(WARM, (minutes * 60) / 2));
  const isLeft =
    after.connections > 0 || after.files > before.files + FILES_LEFT || after.heap > before.heap + HEAP_LEFT;
  const isRight = crowds.every(({ wrong }) => wrong === 0);
  const isGood = isRight && flat.every(({ isFlat }) => isFlat) && !isLeft;
  const result: MixedResult = { crowds, samples, flatness: flat, before, after, isGood };
  console.log(`\n${describeMixed(result)}`);
  return isGood;
}

/** Settles after a time, at SIGINT, or when something fails. */
function timeOrSignal(milliseconds: number): { promise: Promise<void>; fail: (error: Error) => void } {
  let fail!: (error: Error) => void;
  const promise = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    process.once("SIGINT", () => {
      clearTimeout(timer);
      resolve();
    });
    fail = reject;
  });
  return { promise, fail };
}
