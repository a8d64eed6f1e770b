// Signing in and out. A session is a resource: GET shows who it is of, POST begins one, DELETE ends it.

import { rateLimit } from "@sockeye/middleware/rate-limit";
import { createApp, HttpError } from "@sockeye/router";
import { CHALLENGE, type WithSession } from "./guards.js";
import type { PeopleStore } from "./people-store.js";
import { Credentials, type Visitor } from "./person.js";

export function sessionRoutes(people: PeopleStore) {
  const app = createApp<Visitor & WithSession>()
    .get("/", (c) => ({ user: c.state.user }))
    .delete("/", (c) => {
      c.state.session.destroy();
    });

  // A guess costs the server a tenth of a second, and the guesser six.
  app.with(rateLimit({ limit: 10, window: 60 })).post("/", { json: Credentials }, async (c) => {
    const { name, password } = c.valid.json;
    const user = await people.verify(name, password);
    if (user === null) {
      const headers = { "WWW-Authenticate": CHALLENGE };
      throw new HttpError(401, "Name and password do not belong together", { code: "WRONG_CREDENTIALS", headers });
    }
    const { session } = c.state;
    session.renew();
    session.set("person", user.id);
    return c.json({ user }, 201);
  });
  return app;
}
