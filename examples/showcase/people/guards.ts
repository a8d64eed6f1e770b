// Who a request comes from, and what is only for some.

import { authorize } from "@sockeye/middleware/authorize";
import type { Session } from "@sockeye/middleware/session";
import { HttpError, middleware } from "@sockeye/router";
import type { PeopleStore } from "./people-store.js";
import type { Person, Visitor } from "./person.js";

/** What is kept for a client: the id of whoever has signed in. */
export interface SignedIn {
  readonly person: number;
}

export interface WithSession {
  readonly session: Session<SignedIn>;
}

// A 401 has to say how to authenticate (RFC 9110 §15.5.2), and there is no registered name for a cookie.
export const CHALLENGE = "Session";

/** Adds `user`. Somebody who was removed is nobody from the next request on. */
export function identify(people: PeopleStore) {
  return middleware<Visitor, WithSession>(function identify(c, next) {
    const id = c.state.session.get("person");
    return next({ user: id === undefined ? null : people.get(id) });
  });
}

/** Behind it, `user` is somebody. */
export const signedIn = middleware<{ user: Person }, Visitor>(function signedIn(c, next) {
  const { user } = c.state;
  if (user !== null) return next({ user });
  throw new HttpError(401, "Sign in first", { code: "UNAUTHENTICATED", headers: { "WWW-Authenticate": CHALLENGE } });
});

export const adminOnly = authorize({ roles: ["admin"], challenge: CHALLENGE });
