// Links in and out by the file: /api/import, /api/export/<format>.

import { type App, HttpError, plugin } from "@sockeye/router";
import * as z from "zod";
import type { Changes } from "../links/changes.js";
import type { LinkStore } from "../links/link-store.js";
import { signedIn } from "../people/guards.js";
import type { Visitor } from "../people/person.js";
import { FORMATS, readLinks } from "./formats.js";
import { entryOf, isEntry } from "./found-link.js";

const MIB = 1024 * 1024;
const MOST_LINKS = 5000;

const Upload = z.object({
  file: z
    .file("Choose a file")
    .min(1, "The file is empty")
    .max(4 * MIB, "The file has more than 4 MiB"),
});
const Export = z.object({ format: z.enum(["html", "markdown", "json"]) });

/** A plugin: its routes stand beside those of the app. */
export const transferRoutes = plugin((app: App<Visitor>, links: LinkStore, changes: Changes) => {
  app.get("/export/:format", { params: Export }, (c) => {
    const { fileName, mediaType, write } = FORMATS[c.valid.params.format];
    const headers = { "Content-Type": mediaType, "Content-Disposition": `attachment; filename="${fileName}"` };
    return c.stream(inPieces(write(links.each())), { headers });
  });

  app.with(signedIn).post("/import", { form: Upload, contentLimit: 5 * MIB }, async (c) => {
    const found = readLinks(await c.valid.form.file.text());
    if (found === null) throw new HttpError(422, "This is no list of links", { code: "FILE_MALFORMED" });
    if (found.length > MOST_LINKS) {
      throw new HttpError(422, `The file has ${found.length} links, and ${MOST_LINKS} can come at once`, {
        code: "FILE_TOO_LONG",
      });
    }
    const judged = found.map(entryOf);
    const count = links.addAll(judged.filter(isEntry), c.state.user.id);
    if (count.added > 0) changes.publish({ kind: "many" }, c.headers);
    return { ...count, refused: judged.filter((link) => !isEntry(link)) };
  });
  return app;
});

const PIECE = 16 * 1024;

/** Gathers lines, so that each piece is worth a write. */
async function* inPieces(lines: Iterable<string>): AsyncGenerator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
