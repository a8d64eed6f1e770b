import { makeApp } from "./app.js";

const server = await makeApp().listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
