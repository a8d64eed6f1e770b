// The app on a port of its own, with its panel, an admin and the sample.

import type { Showcase } from "../app.js";
import { prepareFirstStart } from "../first-start.js";
import { createPanel } from "../panel/panel.js";
import { openDatabase } from "../storage/database.js";
import { ADMIN, newShowcase } from "./client.js";

export interface Running {
  readonly showcase: Showcase;
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** @param port 0 for any that is free */
export async function run({ port = 0, database = openDatabase(null) } = {}): Promise<Running> {
  const panel = createPanel();
  const showcase = newShowcase(database, { panel });
  await prepareFirstStart(showcase.people, showcase.links, ADMIN.password);
  const silent = () => {};
  const logger = { debug: silent, info: silent, warn: silent, error: console.error };
  const server = await showcase.app.listen({ port, logger });
  panel.watch(server);
  return {
    showcase,
    url: server.url,
    port: server.port,
    stop: async () => {
      await server.stop({ grace: 1000 });
    },
  };
}
