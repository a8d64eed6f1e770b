// The people, for admins.

import { createApp, HttpError } from "@sockeye/router";
import * as z from "zod";
import { adminOnly } from "./guards.js";
import { NameTakenError, type PeopleStore } from "./people-store.js";
import { NewPerson, type Visitor } from "./person.js";

const Params = z.object({ id: z.coerce.number().int().positive() });

export function peopleRoutes(people: PeopleStore) {
  return createApp<Visitor>()
    .onError((error, c) =>
      error instanceof NameTakenError
        ? c.problem(409, { detail: error.message, code: "NAME_TAKEN", field: "name" })
        : undefined,
    )
    .use(adminOnly)
    .get("/", () => ({ people: people.list() }))
    .post("/", { json: NewPerson }, async (c) => {
      const person = await people.add(c.valid.json);
      return c.json(person, { status: 201, headers: { Location: `/api/people/${person.id}` } });
    })
    .delete("/:id", { params: Params }, (c) => {
      const { id } = c.valid.params;
      // Nobody can leave the links without somebody who looks after them.
      if (id === c.state.user?.id) throw new HttpError(409, "Nobody can remove themselves", { code: "OWN_ACCOUNT" });
      if (!people.remove(id)) throw new HttpError(404, "There is no such person");
    });
}
