// The links: /api/links, /api/tags.

import { evaluatePreconditions } from "@sockeye/core/message";
import { type Context, createApp, HttpError } from "@sockeye/router";
import * as z from "zod";
import { signedIn } from "../people/guards.js";
import type { Person, Visitor } from "../people/person.js";
import type { Changes } from "./changes.js";
import { DuplicateError } from "./duplicate-error.js";
import { Amendments, Draft, type Link, Listing } from "./link.js";
import type { LinkStore } from "./link-store.js";

const Params = z.object({ id: z.coerce.number().int().positive() });

export function linkRoutes(links: LinkStore, changes: Changes) {
  const find = (id: number): Link => {
    const link = links.get(id);
    if (link === null) throw new HttpError(404, "There is no such link");
    return link;
  };

  const app = createApp<Visitor>()
    .onError((error, c) => {
      if (!(error instanceof DuplicateError)) return undefined;
      const { message, field, link } = error;
      return c.problem(409, { detail: message, code: "DUPLICATE", field, link });
    })
    .get("/", { query: Listing }, (c) => c.json(links.list(c.valid.query)))
    .get("/:id", { params: Params }, (c) => linkReply(c, find(c.valid.params.id)));

  app
    .with(signedIn)
    .post("/", { json: Draft }, (c) => {
      const link = links.add(c.valid.json, c.state.user.id);
      changes.publish({ kind: "added", link: link.id }, c.headers);
      return linkReply(c, link, { status: 201, headers: { Location: `/api/links/${link.id}` } });
    })
    .patch("/:id", { params: Params, json: Amendments }, (c) => {
      const link = find(c.valid.params.id);
      refuseForeign(link, c.state.user);
      refuseStale(link, c);
      const changed = links.change(link, c.valid.json);
      changes.publish({ kind: "changed", link: changed.id }, c.headers);
      return linkReply(c, changed);
    })
    .delete("/:id", { params: Params }, (c) => {
      const link = find(c.valid.params.id);
      refuseForeign(link, c.state.user);
      refuseStale(link, c);
      links.remove(link.id);
      changes.publish({ kind: "removed", link: link.id }, c.headers);
    });
  return app;
}

function linkReply(c: Context, link: Link, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return c.json(link, { ...init, headers: { ...init.headers, ETag: etagOf(link) } });
}

function etagOf({ version }: Link): string {
  return `"${version}"`;
}

/** Members may change what they have added, admins everything. */
function refuseForeign({ owner }: Link, { name, roles }: Person): void {
  if (owner === name || roles.includes("admin")) return;
  throw new HttpError(403, "This link was added by somebody else", { code: "FORBIDDEN" });
}

/** Whoever sends If-Match changes the link as it was seen, or not at all. */
function refuseStale(link: Link, { method, headers }: Context): void {
  if (evaluatePreconditions(method, headers, { etag: etagOf(link) }) === "proceed") return;
  throw new HttpError(412, "The link has been changed meanwhile", { code: "STALE", headers: { ETag: etagOf(link) } });
}
