// `/go/<short name>` leads to the link, and counts.

import { createApp, HttpError } from "@sockeye/router";
import type { LinkStore } from "./link-store.js";

export function goRoutes(links: LinkStore) {
  return createApp().get("/:slug", (c) => {
    const url = links.visit(c.params.slug);
    if (url === null) throw new HttpError(404, "No link has this short name");
    const response = c.redirect(url);
    // Where it leads can change, and each visit is to be counted.
    response.headers.set("Cache-Control", "no-store");
    return response;
  });
}
