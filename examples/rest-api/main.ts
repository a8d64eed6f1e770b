// A JSON API: schemas judge what comes in, the types follow from them, and errors are problem documents (RFC 9457).

import { createApp, HttpError } from "@sockeye/router";
import * as z from "zod";

const NewNote = z.strictObject({ title: z.string().min(1).max(200), text: z.string().max(10_000).default("") });
const params = z.object({ id: z.coerce.number().int().positive() });
const query = z.object({ search: z.string().default(""), limit: z.coerce.number().int().min(1).max(100).default(20) });

interface Note extends z.infer<typeof NewNote> {
  readonly id: number;
}
const notes = new Map<number, Note>();
let lastId = 0;

function find(id: number): Note {
  const note = notes.get(id);
  if (note === undefined) throw new HttpError(404, `There is no note ${id}`, { code: "NOTE_MISSING" });
  return note;
}

const app = createApp()
  .get("/notes", { query }, (c) => {
    const { search, limit } = c.valid.query;
    const found = [...notes.values()].filter(({ title, text }) => `${title}\n${text}`.includes(search));
    return { total: found.length, notes: found.slice(0, limit) };
  })
  .post("/notes", { json: NewNote }, (c) => {
    const note = { id: ++lastId, ...c.valid.json };
    notes.set(note.id, note);
    return c.json(note, { status: 201, headers: { Location: `/notes/${note.id}` } });
  })
  .get("/notes/:id", { params }, (c) => find(c.valid.params.id))
  .put("/notes/:id", { params, json: NewNote }, (c) => {
    const note = { id: find(c.valid.params.id).id, ...c.valid.json };
    notes.set(note.id, note);
    return note;
  })
  .delete("/notes/:id", { params }, (c) => {
    notes.delete(find(c.valid.params.id).id);
  });

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
