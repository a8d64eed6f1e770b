// Requests to the API, and what goes wrong with them.

const MOST_REMEMBERED = 200;

/** What this page calls itself: the server tells others of what it does by this name. */
export const pageId = Math.random().toString(36).slice(2);

/**
 * @typedef {object} Problem members of RFC 9457, and ours
 * @property {number} status
 * @property {string} title
 * @property {string} [detail]
 * @property {string} [code]
 * @property {string} [field] of a duplicate
 * @property {{ in: string, path: (string | number)[], message: string }[]} [errors] what a schema refused
 */

/** Exchange-Ids of the last requests that this page has sent; there are none without the panel. @type {string[]} */
export const ownExchanges = [];

/** The server's answer is a refusal, or there is none (`status` 0). */
export class ApiError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  get status() {
    return this.problem.status;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ json?: unknown, body?: BodyInit, headers?: Record<string, string>, signal?: AbortSignal }} [options]
 * @returns {Promise<any>} what the JSON of the answer says; `null` where it has no content
 * @throws {ApiError}
 */
export async function call(method, path, { json, body, headers = {}, signal } = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method,
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
      headers: {
        ...headers,
        ...(json === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : { "Page-Id": pageId }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, title: "The server does not answer" });
  }
  const exchange = response.headers.get("exchange-id");
  if (exchange !== null) ownExchanges.push(exchange);
  if (ownExchanges.length > MOST_REMEMBERED) ownExchanges.shift();
  if (response.status === 204) return null;
  const type = response.headers.get("content-type") ?? "";
  const value = /\bjson\b/.test(type) ? await response.json() : {};
  if (response.ok) return value;
  throw new ApiError({ title: response.statusText, ...value, status: response.status });
}
