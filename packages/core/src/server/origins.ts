// From the authority of a request to the origin of its URL. Nearly all requests of a server have the same one.

export class Origins {
  readonly #scheme: string;
  /** What stands for a request without an authority, which HTTP/1.0 allows. */
  readonly #own: string;
  #authority = "";
  #origin: string | null;

  constructor(scheme: "http" | "https", own: string) {
    this.#scheme = scheme;
    this.#own = own;
    this.#origin = `${scheme}://${own}`;
  }

  /** `http://host:port`, as the URL standard serializes it; `null` where no URL can have this authority. */
  of(authority: string): string | null {
    if (authority !== this.#authority) {
      const url = `${this.#scheme}://${authority === "" ? this.#own : authority}/`;
      this.#origin = URL.canParse(url) ? new URL(url).origin : null;
      this.#authority = authority;
    }
    return this.#origin;
  }
}
