// Login with a password, a session in an encrypted cookie, and a role. Passwords are kept as scrypt makes them.

import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { authorize } from "@sockeye/middleware/authorize";
import { type Session, session } from "@sockeye/middleware/session";
import { createApp, middleware } from "@sockeye/router";
import * as z from "zod";

interface Account {
  readonly name: string;
  readonly roles: readonly string[];
  readonly password: { readonly salt: Buffer; readonly hash: Buffer };
}

const accounts = new Map([account("ada", "lovelace", ["admin"]), account("bob", "builder", [])]);
// So that somebody who does not exist takes as long to refuse.
const [, nobody] = account("nobody", randomBytes(16).toString("hex"), []);

function account(name: string, password: string, roles: string[]): [string, Account] {
  const salt = randomBytes(16);
  return [name, { name, roles, password: { salt, hash: scryptSync(password, salt, 32) } }];
}

function login(name: string, password: string): Account | null {
  const found = accounts.get(name) ?? nobody;
  const { salt, hash } = found.password;
  return timingSafeEqual(scryptSync(password, salt, 32), hash) && found !== nobody ? found : null;
}

const page = (body: string) => `<!doctype html><html lang="en"><title>Auth</title><main>${body}</main></html>`;
const FORM = `<form method="post" action="/login">
  <label>Name <input name="name" autocomplete="username" required></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Log in</button></form>`;

// Who is there, from the session: `null` for a stranger.
const user = middleware<{ user: Account | null }, { session: Session<{ name: string }> }>((c, next) =>
  next({ user: accounts.get(c.state.session.get("name") ?? "") ?? null }),
);

const app = createApp()
  .use(session<{ name: string }>({ secrets: process.env["SESSION_SECRET"] ?? randomBytes(32).toString("hex") }))
  .post("/login", { form: z.object({ name: z.string(), password: z.string().max(200) }) }, (c) => {
    const found = login(c.valid.form.name, c.valid.form.password);
    if (found === null) return c.html(page(`<p>That is not right.</p>${FORM}`), 401);
    c.state.session.renew(); // An id or cookie from before the login is worth nothing after it.
    c.state.session.set("name", found.name);
    return c.redirect("/", 303);
  })
  .post("/logout", (c) => {
    c.state.session.destroy();
    return c.redirect("/", 303);
  })
  .use(user)
  .get("/", (c) => {
    if (c.state.user === null) return c.html(page(FORM));
    return c.html(
      page(`<p>Hello ${c.state.user.name}</p><form method="post" action="/logout"><button>Log out</button></form>`),
    );
  })
  .use(authorize({ roles: ["admin"] }))
  .get("/admin", () => [...accounts.keys()]);

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
