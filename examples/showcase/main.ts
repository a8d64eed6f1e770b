// What `npm start` runs. `settings.ts` says what the environment can say.

import { createShowcase } from "./app.js";
import { prepareFirstStart } from "./first-start.js";
import { isLoopback } from "./panel/only-loopback.js";
import { createPanel } from "./panel/panel.js";
import { readSettings } from "./settings.js";
import { openDatabase } from "./storage/database.js";

try {
  const { PORT: port, HOST: host, DATA, ADMIN_PASSWORD, ORIGIN: origin } = readSettings(process.env);
  const isOnlyHere = origin === undefined && (host === "localhost" || isLoopback(host));
  const panel = isOnlyHere ? createPanel() : null;
  const database = openDatabase(DATA);
  const { app, links, people } = createShowcase(database, { origin, panel });
  app.onStop(() => database.close());

  const server = await app.listen({ port, host });
  panel?.watch(server);
  const admin = await prepareFirstStart(people, links, ADMIN_PASSWORD);
  console.log(`Listening on ${server.url}`);
  if (admin !== null && ADMIN_PASSWORD === undefined) {
    console.log(`Sign in as ${admin.name} with ${admin.password} (this is said once)`);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
