// `files(root, options)`: a handler, and a middleware that leaves to others what it does not have.

import { LightHeaders, LightResponse, reply, requestPath, requestQuery, takeSource } from "@sockeye/core/message";
import { acceptWeight } from "./accept.js";
import type { FileRequest } from "./answer.js";
import { canonicalSegments, pathOf } from "./canonical-path.js";
import { type Destination, Paths } from "./destination.js";
import { listing } from "./listing/listing.js";
import { isAsset } from "./media-types.js";
import { type ResolvedStaticOptions, resolveStaticOptions, type StaticOptions } from "./options.js";
import { ALLOWED, redirection, refusal } from "./refusals.js";
import { Selection } from "./selection.js";
import { FileRefusedError, type Found, type Place, Tree } from "./tree.js";

/** What is read of a router's context. */
export interface FilesContext {
  readonly request: Request;
  /** The path below the prefix of a mount, percent-encoded. */
  readonly path: string;
  /** The pattern of the route that this is a middleware of; `null` where no route matches. */
  readonly route?: string | null | undefined;
  readonly exchange?: FilesExchange | undefined;
}

/** What is read of a server's exchange. */
export interface FilesExchange {
  readonly connection?: object | undefined;
}

type Answer = Response | Promise<Response>;

export interface Files {
  /** As a handler of a server: what is not there is 404. */
  (request: Request, exchange?: FilesExchange): Answer;
  /** As a middleware: what is not there is `next()`. Mounted, without `next`: 404. */
  (c: FilesContext, next?: () => Answer): Answer;
}

/**
 * Serves the files below a folder by GET and HEAD.
 * @param root path or `file:` URL
 * @throws {TypeError} for options that are wrong or unknown
 * @throws {Error} where there is no such folder
 */
export function files(root: string | URL, options?: StaticOptions): Files {
  const site = new Site(root, resolveStaticOptions(options));
  return function files(first: Request | FilesContext, second?: unknown): Answer {
    if (!("request" in first)) {
      return site.answer(first, requestPath(first), connectionOf(second as FilesExchange | undefined), ALONE);
    }
    const next = typeof second === "function" ? (second as () => Answer) : null;
    const others = { next, isUnrouted: next === null || (first.route ?? null) === null };
    return site.answer(first.request, first.path, connectionOf(first.exchange), others);
  };
}

/** Who else there is for a request. */
interface Others {
  /** What a miss is left to; `null` where it is ours. */
  readonly next: (() => Answer) | null;
  /** Whether no route answers the request, so that the fallback may. */
  readonly isUnrouted: boolean;
}

const ALONE: Others = { next: null, isUnrouted: true };

class Site {
  readonly #tree: Tree;
  readonly #options: ResolvedStaticOptions;
  readonly #selection: Selection;
  readonly #paths: Paths;
  readonly #fallback: Place;

  constructor(root: string | URL, options: ResolvedStaticOptions) {
    this.#tree = new Tree(root, options.symlinks);
    this.#options = options;
    this.#selection = new Selection(this.#tree, options);
    this.#fallback = this.#tree.place((options.fallback?.file ?? "").split("/").filter((name) => name !== ""));
    this.#paths = new Paths(this.#tree, options);
  }

  /** @param path below the prefix of a mount */
  answer(request: Request, path: string, connection: object | null, others: Others): Answer {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") {
      if (others.next !== null) return others.next();
      return method === "OPTIONS" ? reply.empty(204, { headers: { Allow: ALLOWED } }) : refusal(405);
    }
    let destination: Destination;
    try {
      destination = this.#paths.destinationOf(path, connection);
      if (destination.kind === "file" && !this.#isMountPoint(request, path)) {
        return this.#file(request, path, destination.file, others);
      }
    } catch (error) {
      return refused(error);
    }
    switch (destination.kind) {
      case "folder":
        if (!this.#isMountPoint(request, path)) return listing(request, destination.folder, this.#tree, this.#options);
        return redirected(request, path, []);
      case "file":
        return redirected(request, path, []);
      case "slash":
        return redirected(request, path, destination.segments);
      case "refused":
        return others.next === null ? refusal(400) : others.next();
      case "hidden":
        return notFound(others);
      case "miss":
        return this.#miss(request, path, others);
    }
  }

  #file(request: Request, path: string, file: Found, others: Others): Answer {
    const response = this.#selection.answer(request, file);
    if (response === null) return this.#miss(request, path, others);
    if (!(response instanceof Promise)) return response;
    return response.then((found) => found ?? this.#miss(request, path, others), refused);
  }

  #miss(request: Request, path: string, others: Others): Answer {
    const { fallback } = this.#options;
    if (fallback === null || !others.isUnrouted || !wantsPage(request, path)) return notFound(others);
    return this.#fallbackAnswer(request, fallback.status, others).catch(refused);
  }

  async #fallbackAnswer(request: Request, status: 200 | 404, others: Others): Promise<Response> {
    const file = this.#tree.find(this.#fallback);
    if (file?.stats.isFile() !== true) return notFound(others);
    const response = await this.#selection.answer(status === 200 ? request : withoutConditions(request), file);
    if (response === null) return notFound(others);
    response.headers.append("Vary", "Accept");
    return status === 200 ? response : asNotFound(response);
  }

  /** Whether the path is that of a mount without its slash, below which relative links would lead astray. */
  #isMountPoint(request: Request, path: string): boolean {
    return path === "/" && this.#options.redirect && !requestPath(request).endsWith("/");
  }
}

function connectionOf(exchange: FilesExchange | undefined): object | null {
  return exchange?.connection ?? null;
}

function notFound({ next }: Others): Answer {
  return next === null ? refusal(404) : next();
}

/** @throws what is no refusal of the file system */
function refused(error: unknown): LightResponse {
  if (error instanceof FileRefusedError) return refusal(error.status);
  throw error;
}

// The place is put together from decoded names, never from what was sent: `//host/` would lead to another host.
function redirected(request: Request, path: string, segments: readonly string[]): LightResponse {
  const whole = requestPath(request);
  const prefix = whole.endsWith(path) ? whole.slice(0, whole.length - path.length) : whole;
  const before = prefix === "" ? [] : canonicalSegments(prefix);
  if (before === null) return refusal(400);
  const query = requestQuery(request);
  return redirection(`${pathOf([...before, ...segments])}/${query === "" ? "" : `?${query}`}`);
}

/** Whether a page is wanted, rather than an asset that a page would be wrong in place of. */
function wantsPage(request: Request, path: string): boolean {
  return (
    acceptWeight(request.headers.get("accept"), "text/html") > 0 && !isAsset(path.slice(path.lastIndexOf("/") + 1))
  );
}

// Preconditions and ranges are for answers that would be 2xx (RFC 9110 §13.2.1).
function withoutConditions({ method, headers }: Request): FileRequest {
  const accept = headers.get("accept-encoding");
  return { method, headers: new LightHeaders(accept === null ? {} : { "Accept-Encoding": accept }) };
}

function asNotFound(response: LightResponse): LightResponse {
  const { headers } = response;
  for (const name of ["ETag", "Last-Modified", "Accept-Ranges"]) headers.delete(name);
  headers.set("Cache-Control", "no-cache");
  return new LightResponse(takeSource(response), { status: 404, headers });
}
