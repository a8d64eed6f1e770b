import { createApp, HttpError } from "@sockeye/router";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { memoryStore, type Session, type SessionStore, session } from "../src/session/index.js";
import { serving } from "./serving.js";

const SECRET = "a secret of thirty-two characters";
const DAY = 86_400_000;

interface Data {
  user: string;
  cart: string[];
}

function appWith(options: Parameters<typeof session>[0]) {
  return createApp({ report: () => {} })
    .use(session<Data>(options))
    .get("/", (c) => ({ data: c.state.session.data, isNew: c.state.session.isNew }))
    .get("/nothing", () => "nothing")
    .get("/login/:name", (c) => {
      c.state.session.renew();
      c.state.session.set("user", c.params.name);
    })
    .get("/add/:item", (c) => {
      const { data } = c.state.session;
      data.cart ??= [];
      data.cart.push(c.params.item);
    })
    .get("/clear", (c) => {
      c.state.session.delete("user");
      c.state.session.delete("cart");
    })
    .get("/logout", (c) => c.state.session.destroy())
    .get("/logout-and-greet", (c) => {
      c.state.session.destroy();
      c.state.session.set("user", "nobody");
    })
    .get("/throw", (c) => {
      c.state.session.set("user", "thrown");
      throw new HttpError(409);
    })
    .get("/large", (c) => c.state.session.set("user", "x".repeat(5000)))
    .get("/public", (c) => {
      c.state.session.set("user", "x");
      c.response.headers.set("Cache-Control", "no-cache");
      return "";
    });
}

/** A browser with one cookie. */
class Browser {
  cookie: string | null = null;
  line: string | null = null;
  readonly #app: { request(path: string, init: RequestInit): Promise<Response> };

  constructor(app: { request(path: string, init: RequestInit): Promise<Response> }) {
    this.#app = app;
  }

  async get(path: string): Promise<Response> {
    const response = await this.#app.request(path, { headers: this.cookie === null ? {} : { Cookie: this.cookie } });
    [this.line = null] = response.headers.getSetCookie();
    if (this.line !== null) {
      const pair = this.line.slice(0, this.line.indexOf(";"));
      this.cookie = pair.endsWith("=") ? null : pair;
    }
    return response;
  }

  async data(): Promise<unknown> {
    return ((await (await this.get("/")).json()) as { data: unknown }).data;
  }
}

const KINDS: readonly { kind: string; options: () => Parameters<typeof session>[0] }[] = [
  { kind: "an encrypted cookie", options: () => ({ secrets: SECRET }) },
  { kind: "a store", options: () => ({ store: memoryStore() }) },
];

describe.each(KINDS)("in $kind", ({ options }) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("keeps data from request to request", async () => {
    const browser = new Browser(appWith(options()));
    expect(await (await browser.get("/")).json()).toEqual({ data: {}, isNew: true });
    await browser.get("/login/ada");
    expect(await (await browser.get("/")).json()).toEqual({ data: { user: "ada" }, isNew: false });
  });

  it("keeps what was changed inside of it", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/add/tea");
    await browser.get("/add/milk");
    expect(await browser.data()).toEqual({ cart: ["tea", "milk"] });
  });

  it("leaves no trace of a visitor without data, and no cookie where nothing has changed", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/");
    expect(browser.line).toBeNull();
    await browser.get("/login/ada");
    await browser.get("/");
    expect(browser.line).toBeNull();
  });

  it("has a cookie that scripts and other sites do not get", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/login/ada");
    expect(browser.line).toMatch(/^__Host-session=[\w-]+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it("tells caches", async () => {
    const browser = new Browser(appWith(options()));
    const set = await browser.get("/login/ada");
    expect([set.headers.get("vary"), set.headers.get("cache-control")]).toEqual(["Cookie", "private"]);
    const read = await browser.get("/");
    expect([read.headers.get("vary"), read.headers.get("cache-control")]).toEqual(["Cookie", null]);
    expect((await browser.get("/nothing")).headers.get("vary")).toBeNull();
    expect((await browser.get("/public")).headers.get("cache-control")).toBe("no-cache");
  });

  it("ends when it is destroyed, and when it is emptied", async () => {
    for (const path of ["/logout", "/clear"]) {
      const browser = new Browser(appWith(options()));
      await browser.get("/login/ada");
      await browser.get(path);
      expect(browser.line).toMatch(/^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(await browser.data()).toEqual({});
    }
  });

  it("begins anew where something is set after it was destroyed", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/login/ada");
    await browser.get("/add/tea");
    await browser.get("/logout-and-greet");
    expect(await browser.data()).toEqual({ user: "nobody" });
  });

  it("is kept where the answer is an error", async () => {
    const browser = new Browser(appWith(options()));
    expect((await browser.get("/throw")).status).toBe(409);
    expect(await browser.data()).toEqual({ user: "thrown" });
  });

  it("ends when it was idle too long, and lives on while it is used", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/login/ada");
    vi.setSystemTime(Date.now() + 0.9 * DAY);
    expect(await browser.data()).toEqual({ user: "ada" });
    expect(browser.line).toContain("Max-Age=86400");
    vi.setSystemTime(Date.now() + 0.9 * DAY);
    expect(await browser.data()).toEqual({ user: "ada" });
    vi.setSystemTime(Date.now() + DAY);
    expect(await browser.data()).toEqual({});
  });

  it("ends when its lifetime is over, however busy it is", async () => {
    const browser = new Browser(appWith({ ...options(), lifetime: 2 * 86_400 }));
    await browser.get("/login/ada");
    vi.setSystemTime(Date.now() + 0.9 * DAY);
    await browser.get("/");
    vi.setSystemTime(Date.now() + 0.9 * DAY);
    await browser.get("/");
    expect(browser.line).toContain("Max-Age=17280;");
    vi.setSystemTime(Date.now() + 0.2 * DAY);
    expect(await browser.data()).toEqual({});
  });

  it("takes no cookie that it did not make", async () => {
    const browser = new Browser(appWith(options()));
    await browser.get("/login/ada");
    const cookie = browser.cookie as string;
    for (const forged of ["__Host-session=abc", `${cookie}A`, `${cookie.slice(0, -2)}AA`, "__Host-session=%00"]) {
      browser.cookie = forged;
      expect(await browser.data()).toEqual({});
    }
  });

  it("does not mix up names and members of objects", async () => {
    const app = createApp()
      .use(session(options()))
      .get("/set", (c) => c.state.session.set("__proto__", { admin: true }))
      .get("/get", (c) => [
        c.state.session.get("admin") ?? null,
        c.state.session.get("toString") ?? null,
        c.state.session.get("__proto__"),
      ]);
    const browser = new Browser(app);
    await browser.get("/set");
    expect(await (await browser.get("/get")).json()).toEqual([null, null, { admin: true }]);
  });
});

describe("in an encrypted cookie", () => {
  it("cannot be read, and is another each time", async () => {
    const browser = new Browser(appWith({ secrets: SECRET }));
    await browser.get("/login/ada");
    const first = browser.cookie as string;
    await browser.get("/login/ada");
    expect(browser.cookie).not.toBe(first);
    expect(Buffer.from(first.split("=")[1] as string, "base64url").toString("latin1")).not.toContain("ada");
  });

  it("is opened by older secrets too, and by no others", async () => {
    const old = new Browser(appWith({ secrets: SECRET }));
    await old.get("/login/ada");
    const next = new Browser(appWith({ secrets: ["a newer secret of thirty-two chars", SECRET] }));
    next.cookie = old.cookie;
    expect(await next.data()).toEqual({ user: "ada" });
    const other = new Browser(appWith({ secrets: "a newer secret of thirty-two chars" }));
    other.cookie = old.cookie;
    expect(await other.data()).toEqual({});
  });

  it("is no session of another cookie's name", async () => {
    const browser = new Browser(appWith({ secrets: SECRET, cookie: { name: "a" } }));
    await browser.get("/login/ada");
    const other = new Browser(appWith({ secrets: SECRET, cookie: { name: "b" } }));
    other.cookie = (browser.cookie as string).replace(/^a=/, "b=");
    expect(await other.data()).toEqual({});
  });

  it("says where it is too large", async () => {
    const reported: unknown[] = [];
    const app = createApp({ report: (error) => reported.push(error) })
      .use(session({ secrets: SECRET }))
      .get("/", (c) => c.state.session.set("text", "x".repeat(5000)));
    expect((await app.request("/")).status).toBe(500);
    expect(String(reported[0])).toMatch(/The session takes \d+ octets, more than a cookie holds/);
  });
});

describe("in a store", () => {
  it("gets another id when it is renewed, and the old one is worth nothing", async () => {
    const browser = new Browser(appWith({ store: memoryStore() }));
    await browser.get("/add/tea");
    const before = browser.cookie;
    await browser.get("/login/ada");
    expect(browser.cookie).not.toBe(before);
    expect(await browser.data()).toEqual({ cart: ["tea"], user: "ada" });
    browser.cookie = before;
    expect(await browser.data()).toEqual({});
  });

  it("does not take an id that a client has chosen", async () => {
    const browser = new Browser(appWith({ store: memoryStore() }));
    browser.cookie = `__Host-session=${"A".repeat(43)}`;
    const planted = browser.cookie;
    await browser.get("/add/tea");
    expect(browser.cookie).not.toBe(planted);
  });

  it("has digests for keys, and not the ids", async () => {
    const keys: string[] = [];
    const store = memoryStore();
    const spied: SessionStore = {
      ...store,
      set(key, ...rest) {
        keys.push(key);
        return store.set(key, ...rest);
      },
    };
    const browser = new Browser(appWith({ store: spied }));
    await browser.get("/login/ada");
    expect(keys).toHaveLength(1);
    expect(browser.cookie).not.toContain(keys[0]);
  });

  it("does not come back where it ended while a request was under way", async () => {
    let release = (): void => {};
    const waiting = new Promise<void>((resolve) => (release = resolve));
    const app = appWith({ store: memoryStore() }).get("/slow", async (c) => {
      await waiting;
      c.state.session.set("user", "ghost");
    });
    const browser = new Browser(app);
    await browser.get("/login/ada");
    const cookie = browser.cookie as string;
    const slow = app.request("/slow", { headers: { Cookie: cookie } });
    await browser.get("/logout");
    release();
    expect((await slow).headers.getSetCookie()).toEqual([]);
    browser.cookie = cookie;
    expect(await browser.data()).toEqual({});
  });

  it("keeps no more than its room has", async () => {
    const app = appWith({ store: memoryStore({ most: 2 }) });
    const browsers = [new Browser(app), new Browser(app), new Browser(app)];
    for (const [i, browser] of browsers.entries()) await browser.get(`/login/${i}`);
    expect(await Promise.all(browsers.map((browser) => browser.data()))).toEqual([{}, { user: "1" }, { user: "2" }]);
  });
});

describe("a store that fails", () => {
  const failing: SessionStore = {
    get: () => Promise.reject(new Error("down")),
    set: () => Promise.reject(new Error("down")),
    replace: () => Promise.reject(new Error("down")),
    delete: () => Promise.reject(new Error("down")),
  };
  const cookie = `__Host-session=${"A".repeat(43)}`;

  it("is 503", async () => {
    const browser = new Browser(appWith({ store: failing }));
    browser.cookie = cookie;
    const response = await browser.get("/nothing");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    browser.cookie = null;
    expect((await browser.get("/login/ada")).status).toBe(503);
    // Who has no session, and begins none, needs no store.
    expect((await browser.get("/nothing")).status).toBe(200);
  });

  it("is an empty session, where that is wanted, and reported", async () => {
    const reported: unknown[] = [];
    const browser = new Browser(
      appWith({ store: failing, onStoreFailure: "open", report: (error) => reported.push(error) }),
    );
    browser.cookie = cookie;
    expect(await browser.data()).toEqual({});
    expect((await browser.get("/login/ada")).status).toBe(204);
    expect(browser.line).toBeNull();
    expect(reported.map(String)).toEqual(["Error: down", "Error: down"]);
  });
});

it("types its data", () => {
  createApp()
    .use(session<Data>({ secrets: SECRET }))
    .get("/", (c) => {
      expectTypeOf(c.state.session).toEqualTypeOf<Session<Data>>();
      expectTypeOf(c.state.session.get("cart")).toEqualTypeOf<string[] | undefined>();
      // @ts-expect-error a user is a string
      c.state.session.set("user", 7);
      // @ts-expect-error there is no such name
      c.state.session.get("usr");
    });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["neither secrets nor store", {}, /Expected one of secrets, store/],
  ["a short secret", { secrets: "short" }, /secrets: Expected 32 characters/],
  [
    "a store that cannot replace",
    { store: { get() {}, set() {}, delete() {} } },
    /store\.replace: Expected a function/,
  ],
  ["a lifetime of nothing", { secrets: SECRET, lifetime: 0 }, /lifetime: Too small/],
  ["__Host- with a domain", { secrets: SECRET, cookie: { name: "__Host-a", domain: "a.example" } }, /prefix __Host-/],
  ["none without secure", { secrets: SECRET, cookie: { sameSite: "none", secure: false } }, /sameSite: none/],
  ["an unknown option", { secrets: SECRET, maxAge: 1 }, /Unrecognized key: "maxAge"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => session(options as never)).toThrow(problem);
});

it("works over the wire", async () => {
  const { url } = await serving(appWith({ secrets: SECRET, cookie: { secure: false } }));
  const [line] = (await fetch(`${url}/login/ada`)).headers.getSetCookie();
  expect(line).toMatch(/^session=/);
  const response = await fetch(url, { headers: { Cookie: (line as string).split(";")[0] as string } });
  expect(await response.json()).toEqual({ data: { user: "ada" }, isNew: false });
});
