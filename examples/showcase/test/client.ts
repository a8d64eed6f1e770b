// A client of the app without a socket, which keeps its cookie.

import { createShowcase, type Showcase, type ShowcaseOptions } from "../app.js";
import { openDatabase } from "../storage/database.js";

export const ADMIN = { name: "admin", password: "correct horse battery" };
export const MEMBER = { name: "Ada", password: "analytical engine" };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they expect.
  readonly body: any;
}

export interface Sent {
  readonly json?: unknown;
  readonly body?: FormData;
  readonly headers?: Record<string, string>;
}

/** Sends a request; the session of an earlier one goes with it. */
export type Client = (method: string, path: string, sent?: Sent) => Promise<Answer>;

const LITTLE = { N: 1024, r: 8, p: 1 };

/** An app on a database in memory, where passwords are hashed in no time. */
export function newShowcase(database = openDatabase(null), options: ShowcaseOptions = {}): Showcase {
  return createShowcase(database, { passwordCost: LITTLE, ...options });
}

export function clientOf({ app }: Showcase): Client {
  let cookie: string | null = null;
  return async (method, path, { json, body, headers = {} } = {}) => {
    const response = await app.request(path, {
      method,
      headers: { ...headers, ...(cookie === null ? {} : { cookie }) },
      ...(json === undefined ? {} : { json }),
      ...(body === undefined ? {} : { body }),
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = /^[^;]*/.exec(set)?.[0] ?? null;
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}

/** An app with an admin and a member, a client for each, and one that has not signed in. */
export async function newPeople() {
  const showcase = newShowcase();
  await showcase.people.add({ ...ADMIN, role: "admin" });
  await showcase.people.add({ ...MEMBER, role: "member" });
  const [admin, member, visitor] = [clientOf(showcase), clientOf(showcase), clientOf(showcase)];
  await admin("POST", "/api/session", { json: ADMIN });
  await member("POST", "/api/session", { json: MEMBER });
  return { showcase, admin, member, visitor };
}
