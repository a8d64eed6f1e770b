// Middleware around routes: each is a function of the context and of what is below it. What one finds out stands in
// `c.state` for those below, and the compiler holds their order.

import { createApp, HttpError, type Middleware, middleware, settled } from "@sockeye/router";

interface User {
  readonly name: string;
  readonly isAdmin: boolean;
}
const USERS: ReadonlyMap<string, User> = new Map([
  ["Bearer ada-secret", { name: "Ada", isAdmin: true }],
  ["Bearer bob-secret", { name: "Bob", isAdmin: false }],
]);

// `settled`: it sees the answers to errors as well.
const accessLog: Middleware = settled(async function accessLog(c, next) {
  const response = await next();
  console.log(`${c.method} ${c.path} ${response.status}`);
  return response;
});

const timing: Middleware = settled(async function timing(_c, next) {
  const start = performance.now();
  const response = await next();
  response.headers.append("Server-Timing", `total;dur=${(performance.now() - start).toFixed(1)}`);
  return response;
});

// Adds `user`: a call of next() without one does not compile.
const authenticate = middleware<{ user: User }>(function authenticate(c, next) {
  const user = USERS.get(c.headers.get("authorization") ?? "");
  if (user === undefined) throw new HttpError(401, "Who are you?", { headers: { "WWW-Authenticate": "Bearer" } });
  return next({ user });
});

// Needs `user`: `.use(adminOnly)` above `.use(authenticate)` does not compile.
const adminOnly = middleware<Record<never, never>, { user: User }>(function adminOnly(c, next) {
  return c.state.user.isAdmin ? next() : c.problem(403, { detail: `${c.state.user.name} is no administrator` });
});

const app = createApp()
  .use(accessLog)
  .use(timing)
  .get("/", () => "Everybody may read this\n")
  .use(authenticate)
  .get("/me", (c) => c.state.user)
  .use(adminOnly)
  .get("/users", () => [...USERS.values()]);

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
