import { serve } from "@sockeye/core";
import { makeApp } from "./app.js";

const server = await serve(makeApp(), { port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
