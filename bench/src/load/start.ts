// From nothing to the first answer: the process is made, imports, listens, answers once.

import type { Entry, Measure, Sample, Setting } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { ServerProcess } from "./server-process.js";
import { Client, differenceOf } from "./verify.js";

const SAMPLES_A_ROUND = 4;

export function start(): Measure {
  return {
    figures: [
      { key: "cpu", title: "CPU ms to the first answer", digits: 1 },
      { key: "user", title: "user", digits: 1 },
      { key: "system", title: "system", digits: 1 },
      { key: "wall", title: "wall ms", digits: 1 },
      { key: "listen", title: "import and listen ms", digits: 1 },
    ],
    rounds: (rounds) => rounds * SAMPLES_A_ROUND,
    open: async (entry, setting) => ({ sample: () => sample(entry, setting), close: async () => {} }),
  };
}

async function sample(entry: Entry, { cores }: Setting): Promise<Sample> {
  const begin = performance.now();
  const server = await ServerProcess.start(entry.name, entry.server.launch(entry.work), cores.server);
  try {
    const client = await server.alive(Client.connect(server.port));
    const [first] = await server.alive(client.exchange(entry.case.request, 1));
    const wall = performance.now() - begin;
    client.close();
    const difference = first === undefined ? "no answer" : differenceOf(first, entry.answer);
    if (difference !== null) throw new BenchError(`${entry.name} does not do the same work: ${difference}`);
    const usage = await server.usage();
    const user = usage.user / 1000;
    const system = usage.system / 1000;
    return { cpu: user + system, user, system, wall, listen: server.listenMs };
  } finally {
    await server.stop();
  }
}
