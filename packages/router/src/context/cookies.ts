// The request's cookies, and those that the response sets (RFC 6265).

import { parseCookie, type SetCookie, stringifySetCookie } from "cookie";

/** Attributes of a cookie that is set; `path` is `/` where nothing else is said. */
export type CookieAttributes = Omit<SetCookie, "name" | "value">;

export interface Cookies {
  /** The value of a cookie that the request carries, percent-decoded; of two with one name the first. */
  get(name: string): string | undefined;
  /** All that the request carries. */
  all(): Readonly<Record<string, string>>;
  /**
   * Adds a Set-Cookie line to the answer, whichever it will be: one for an error as well.
   * @throws {TypeError} where name, value or an attribute cannot be written
   */
  set(name: string, value: string, attributes?: CookieAttributes): void;
  /** Lets the client forget a cookie: `path` and `domain` have to be those it was set with. */
  delete(name: string, attributes?: Pick<CookieAttributes, "path" | "domain" | "secure" | "partitioned">): void;
}

export class RequestCookies implements Cookies {
  #lines: string[] = [];
  readonly #field: string | null;
  #parsed: Record<string, string> | null = null;

  /** @param field the value of the Cookie field, its lines joined with `; ` */
  constructor(field: string | null) {
    this.#field = field;
  }

  get(name: string): string | undefined {
    return this.all()[name];
  }

  all(): Record<string, string> {
    this.#parsed ??= parseCookie(this.#field ?? "") as Record<string, string>;
    return this.#parsed;
  }

  set(name: string, value: string, attributes?: CookieAttributes): void {
    this.#lines.push(stringifySetCookie({ path: "/", ...attributes, name, value }));
  }

  delete(name: string, attributes?: CookieAttributes): void {
    this.set(name, "", { ...attributes, maxAge: 0, expires: new Date(0) });
  }

  /** The values of the Set-Cookie lines that no response has yet. */
  takeLines(): readonly string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
