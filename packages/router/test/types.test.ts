// What the compiler knows. Most of this is held by `tsc -b`; the runtime only shows that the same programs run.

import { describe, expect, expectTypeOf, it } from "vitest";
import * as z from "zod";
import {
  type AnyParams,
  type App,
  type Context,
  createApp,
  type Handler,
  type Middleware,
  middleware,
  type Nothing,
  type ParamsOf,
  plugin,
  settled,
} from "../src/index.js";

interface User {
  readonly name: string;
  readonly isAdmin: boolean;
}

const auth = middleware<{ user: User }>((_c, next) => next({ user: { name: "Ada", isAdmin: true } }));
const adminOnly = middleware<Nothing, { user: User }>((c, next) => (c.state.user.isAdmin ? next() : c.problem(403)));
const plain: Middleware = async (_c, next) => next();

describe("parameters", () => {
  it("are read from the pattern", () => {
    expectTypeOf<ParamsOf<"/">>().toEqualTypeOf<Nothing>();
    expectTypeOf<ParamsOf<"/users">>().toEqualTypeOf<Nothing>();
    expectTypeOf<ParamsOf<"/users/:id">>().toEqualTypeOf<{ id: string }>();
    expectTypeOf<ParamsOf<"/users/:id/posts/:post">>().toEqualTypeOf<{ id: string; post: string }>();
    expectTypeOf<ParamsOf<"/files/*path">>().toEqualTypeOf<{ path: string[] }>();
    expectTypeOf<ParamsOf<"/:a-:b.:c">>().toEqualTypeOf<{ a: string; b: string; c: string }>();
    expectTypeOf<ParamsOf<"/*a/x/*b/:c">>().toEqualTypeOf<{ a: string[]; b: string[]; c: string }>();
    expectTypeOf<ParamsOf<"/:snake_case/:$1/:ünï">>().toEqualTypeOf<{ snake_case: string; $1: string; ünï: string }>();
  });

  it("of a group are optional, and no others", () => {
    expectTypeOf<ParamsOf<"{/:lang}/about">>().toEqualTypeOf<{ lang?: string }>();
    expectTypeOf<ParamsOf<"/:id{/:lang}">>().toEqualTypeOf<{ id: string; lang?: string }>();
    expectTypeOf<ParamsOf<"/files{/*path}">>().toEqualTypeOf<{ path?: string[] }>();
    expectTypeOf<ParamsOf<"/:a{/:b{/:c}}/:d">>().toEqualTypeOf<{ a: string; d: string; b?: string; c?: string }>();
  });

  it("may have any name, and text may have any octet", () => {
    expectTypeOf<ParamsOf<'/:"two words"'>>().toEqualTypeOf<{ "two words": string }>();
    expectTypeOf<ParamsOf<'/*"a\\"b"/:c'>>().toEqualTypeOf<{ 'a"b': string[]; c: string }>();
    expectTypeOf<ParamsOf<"/\\:a/:b">>().toEqualTypeOf<{ b: string }>();
    expectTypeOf<ParamsOf<"/\\{:a\\}">>().toEqualTypeOf<{ a: string }>();
  });

  it("of a pattern that only the runtime knows may be anything", () => {
    expectTypeOf<ParamsOf<string>>().toEqualTypeOf<AnyParams>();
    createApp().get("/a" as string, (c) => void expectTypeOf(c.params).toEqualTypeOf<AnyParams>());
  });

  it("reach the handler", () => {
    createApp()
      .get("/users/:id{/:lang}", (c) => {
        expectTypeOf(c.params).toEqualTypeOf<{ id: string; lang?: string }>();
        // @ts-expect-error there is no such parameter
        c.params.name;
      })
      .on(["GET", "POST"], "/files/*path", (c) => void expectTypeOf(c.params.path).toEqualTypeOf<string[]>())
      .all("/x/:y", (c) => void expectTypeOf(c.params.y).toEqualTypeOf<string>());
  });

  it("of a handler that stands by itself are declared", () => {
    const show = (c: Context<Nothing, { id: string }>): string => c.params.id;
    const list: Handler<{ user: User }> = (c) => c.state.user;
    createApp().get("/users/:id", show);
    createApp().use(auth).get("/users", list);
    // @ts-expect-error the pattern has no such parameter
    createApp().get("/users/:name", show);
    // @ts-expect-error nobody adds the user
    createApp().get("/users", list);
  });
});

describe("state", () => {
  it("is what the chain has added", () => {
    createApp()
      .use(plain)
      .get("/before", (c) => void expectTypeOf(c.state).toEqualTypeOf<Nothing>())
      .use(auth)
      .get("/after", (c) => void expectTypeOf(c.state.user).toEqualTypeOf<User>())
      .use(middleware<{ db: number }>((_c, next) => next({ db: 1 })))
      .get("/both", (c) => void expectTypeOf(c.state).toExtend<{ user: User; db: number }>())
      .use(async (c, next) => {
        expectTypeOf(c.state.user).toEqualTypeOf<User>();
        return next();
      });
  });

  it("is kept by statements as well as by chains", () => {
    const app = createApp().use(auth);
    app.get("/a", (c) => c.state.user);
    app.get("/b", (c) => c.state.user).post("/b", (c) => c.state.user);
    expectTypeOf(app.get("/c", () => "")).toEqualTypeOf(app);
  });

  it("in the wrong order does not compile", () => {
    createApp().use(auth).use(adminOnly);
    // @ts-expect-error nobody has added the user
    createApp().use(adminOnly);
    // @ts-expect-error it is added below
    createApp().use(adminOnly).use(auth);
    // @ts-expect-error as above
    createApp().with(adminOnly);
  });

  it("that was promised has to be given", () => {
    // @ts-expect-error without the user
    middleware<{ user: User }>((_c, next) => next());
    // @ts-expect-error with something else
    middleware<{ user: User }>((_c, next) => next({ name: "Ada" }));
    settled<{ at: number }>((_c, next) => next({ at: 1 }));
    // @ts-expect-error as above
    settled<{ at: number }>((_c, next) => next());
  });

  it("by `with` is for that chain only", () => {
    const app = createApp();
    app.with(auth).get("/me", (c) => c.state.user);
    // @ts-expect-error not here
    app.get("/you", (c) => c.state.user);
  });

  it("may be missing where an error is answered", () => {
    createApp()
      .use(auth)
      .onError((_error, c) => {
        expectTypeOf(c.state).toEqualTypeOf<{ user?: User }>();
        return undefined;
      });
  });
});

describe("schemas", () => {
  const Page = z.object({ page: z.coerce.number().default(1) });

  it("give the handler what they give out", () => {
    createApp()
      .post(
        "/users/:id",
        { params: z.object({ id: z.coerce.number() }), json: z.object({ name: z.string() }) },
        (c) => {
          expectTypeOf(c.valid).toEqualTypeOf<{ params: { id: number }; json: { name: string } }>();
          expectTypeOf(c.params).toEqualTypeOf<{ id: string }>();
        },
      )
      .get("/users", { query: Page, contentLimit: 5 }, (c) => {
        expectTypeOf(c.valid).toEqualTypeOf<{ query: { page: number } }>();
        // @ts-expect-error there is no such schema
        c.valid.json;
      })
      .get("/", (c) => void expectTypeOf(c.valid).toEqualTypeOf<Nothing>());
  });

  it("are schemas, and options are known", () => {
    // @ts-expect-error no schema
    expect(() => createApp().get("/", { query: {} }, () => "")).toThrow("expected a schema");
    // @ts-expect-error no option
    expect(() => createApp().get("/", { qery: Page }, () => "")).toThrow("no such option");
  });
});

describe("what a handler returns", () => {
  it("can be sent", () => {
    createApp()
      .get("/1", () => "text")
      .get("/2", async () => ({ a: 1 }))
      .get("/3", () => [1, 2])
      .get("/4", () => new Uint8Array())
      .get("/5", () => {})
      .get("/6", () => null)
      .get("/7", async function* () {
        yield "piece";
      })
      .get("/8", () => new ReadableStream<Uint8Array>())
      .get("/9", (c) => c.json(undefined as unknown, 201))
      .get("/10", () => new Response());
  });

  it("may be an instance of a class, by its members or its toJSON()", () => {
    class Point {
      readonly x = 1;
    }
    class Tagged {
      readonly [Symbol.toStringTag] = "Tagged";
      toJSON(): string {
        return "tagged";
      }
    }
    createApp()
      .get("/point", () => new Point())
      .get("/date", async () => new Date())
      .get("/tagged", () => new Tagged())
      .get("/url", () => new URL("http://a/"));
  });

  it("else does not compile", () => {
    // @ts-expect-error a number is no answer
    createApp().get("/", () => 5);
    // @ts-expect-error nor is a function
    createApp().get("/", () => () => "text");
    // @ts-expect-error nor a promise of one
    createApp().get("/", async () => true);
    // What JSON would make an empty object of.
    // @ts-expect-error a Map
    createApp().get("/", () => new Map<string, string>());
    // @ts-expect-error a Set, later
    createApp().get("/", async () => new Set<string>());
    // @ts-expect-error a buffer
    createApp().get("/", () => new ArrayBuffer(1));
    // @ts-expect-error a middleware returns a Response
    createApp().use(() => "text");
    // @ts-expect-error and not nothing
    createApp().use(async (_c, next) => {
      await next();
    });
  });
});

describe("a mounted app", () => {
  const api = createApp<{ user: User }>().get("/me", (c) => c.state.user);
  const items = createApp<Nothing, { org: string }>().get("/:item", (c) => {
    expectTypeOf(c.params).toEqualTypeOf<{ org: string; item: string }>();
    return c.params.org;
  });

  it("gets the state that it needs", () => {
    createApp().use(auth).mount("/api", api);
    createApp()
      .use(auth)
      .use(plain)
      .mount("/api", api)
      .get("/", (c) => c.state.user);
    // @ts-expect-error nobody has added the user
    createApp().mount("/api", api);
  });

  it("cannot listen where it needs something of the app around it", () => {
    const whole = createApp().use(auth).mount("/api", api);
    expectTypeOf(whole.listen).toBeCallableWith({ port: 0 });
    const listening = (): unknown => [
      whole.listen(),
      // @ts-expect-error nobody gives it the user
      api.listen(),
      // @ts-expect-error nor the organisation
      items.listen(),
    ];
    expect(listening).toBeTypeOf("function");
  });

  it("gets the parameters that it needs", () => {
    createApp().mount("/orgs/:org/items", items);
    // @ts-expect-error the prefix has another name for it
    createApp().mount("/orgs/:organisation/items", items);
    createApp().mount("/a/:b", (c) => c.params.b);
    createApp().mount("/other", { fetch: async () => new Response() });
  });
});

describe("a plugin", () => {
  const db = plugin(async (app: App, url: string) =>
    app.use(middleware<{ db: string }>((_c, next) => next({ db: url }))),
  );

  it("adds to what is there", async () => {
    const app = await createApp().use(auth).plug(db, "url");
    app.get("/", (c) => {
      expectTypeOf(c.state.db).toEqualTypeOf<string>();
      expectTypeOf(c.state.user).toEqualTypeOf<User>();
    });
    // @ts-expect-error it wants a string
    void createApp().plug(db, 5);
  });

  it("may need state", () => {
    const greeting = plugin((app: App<{ user: User }>) =>
      app.use(middleware<{ greeting: string }, { user: User }>((c, next) => next({ greeting: c.state.user.name }))),
    );
    createApp()
      .use(auth)
      .plug(greeting)
      .get("/", (c) => c.state.greeting + c.state.user.name);
    // @ts-expect-error nobody has added the user
    createApp().plug(greeting);
  });

  it("fits an app that needs something itself, which stays what it needs", async () => {
    const needy = createApp<{ user: User }, { org: string }>();
    const app = await needy.plug(db, "url");
    app.get("/:id", (c) => {
      expectTypeOf(c.state).toEqualTypeOf<{ user: User } & { db: string }>();
      expectTypeOf(c.params).toEqualTypeOf<{ org: string; id: string }>();
    });
    expectTypeOf(app).toEqualTypeOf<App<{ user: User } & { db: string }, { user: User }, { org: string }>>();
    createApp().use(auth).mount("/orgs/:org", app);
    // @ts-expect-error nobody has added the user
    createApp().mount("/orgs/:org", app);
    // @ts-expect-error the prefix has no org
    createApp().use(auth).mount("/orgs", app);

    const byOrg = plugin((part: App<{ user: User }, Nothing, { org: string }>) => part.get("/me", (c) => c.params.org));
    const sees = plugin((part: App<{ user: User }>) => part.get("/user", (c) => c.state.user.name));
    createApp<{ user: User }>().plug(sees);
    needy
      .plug(sees)
      .plug(byOrg)
      .plug((part) => part.get("/inline/:id", (c) => c.state.user.name + c.params.org + c.params.id));
    // @ts-expect-error this app has no parameter of that name
    createApp<{ user: User }>().plug(byOrg);
    // @ts-expect-error this app needs no user, so it has none
    createApp<Nothing, { org: string }>().plug(sees);
  });

  it("may be a plain function", () => {
    const hello = (app: App): App => app.get("/hello", () => "hello");
    createApp()
      .use(auth)
      .plug(hello)
      .get("/", (c) => c.state.user);
  });
});

describe("a path", () => {
  it("wants the parameters of its pattern", () => {
    const app = createApp();
    app.url("/");
    app.url("/users/:id", { id: 7 });
    app.url("/files{/*path}", {});
    app.url("/files/*path", { path: ["a", "b"] });
    // @ts-expect-error without its parameter
    expect(() => app.url("/users/:id")).toThrow("Missing parameters: id");
    // @ts-expect-error with another
    expect(() => app.url("/users/:id", { name: "x" })).toThrow("Missing parameters: id");
  });
});
