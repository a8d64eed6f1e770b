// Files go to disk as they come, and are never in memory as a whole. One that breaks off, or is too large, leaves nothing.

import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createApp, HttpError } from "@sockeye/router";
import { files } from "@sockeye/static";

const folder = process.env["FOLDER"] ?? "uploads";
const MOST_OCTETS = Number(process.env["MOST_OCTETS"] ?? 100 * 1024 * 1024);
await mkdir(folder, { recursive: true });

const app = createApp()
  .put("/files/:name", async (c) => {
    const { name } = c.params;
    if (!/^[\w-][\w.-]{0,99}$/.test(name)) throw new HttpError(400, "A name has letters, digits, dots and dashes");
    // Said before anything is read: a client that waits for 100 (Continue) sends nothing then.
    if (Number(c.headers.get("content-length")) > MOST_OCTETS) throw tooLarge();

    const partial = join(folder, `.${crypto.randomUUID()}`);
    try {
      await pipeline(atMost(MOST_OCTETS, c.request.body), createWriteStream(partial));
      await rename(partial, join(folder, name));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return c.json({ name }, { status: 201, headers: { Location: `/files/${name}` } });
  })
  // A form of a page: in memory, so with a limit of its own.
  .post("/form", { contentLimit: 64 * 1024 }, async (c) => {
    const file = (await c.form()).get("file");
    if (!(file instanceof File)) throw new HttpError(400, "The form has no file");
    return { name: file.name, octets: file.size, type: file.type };
  })
  .mount("/files", files(folder, { listing: true }));

async function* atMost(octets: number, body: ReadableStream<Uint8Array> | null) {
  let total = 0;
  for await (const piece of body ?? []) {
    total += piece.length;
    if (total > octets) throw tooLarge();
    yield piece;
  }
}

function tooLarge(): HttpError {
  return new HttpError(413, `A file has ${MOST_OCTETS} octets at most`);
}

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
