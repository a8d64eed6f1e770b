// An app of another framework on our server: whatever has a method `fetch` runs as it is, without an adapter.

import { type Exchange, serve } from "@sockeye/core";
import { Hono } from "hono";

// The second argument of `fetch` is the exchange, which Hono hands on as `c.env`.
const app = new Hono<{ Bindings: Exchange }>();
app.get("/", (c) => c.text("Hello from Hono\n"));
app.get("/who", (c) => c.json({ remote: c.env.remote, connection: c.env.connection.id }));
app.post("/echo", async (c) => c.json(await c.req.json()));

const server = await serve(app, { port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
