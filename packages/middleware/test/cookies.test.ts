import { createApp } from "@sockeye/router";
import { expect, it } from "vitest";
import { cookies } from "../src/cookies/index.js";

const SECRET = "a secret of thirty-two characters";
const OTHER = "another secret of thirty-two chars";

function appWith(secrets: string | readonly string[]) {
  return createApp()
    .use(cookies({ secrets }))
    .get("/set", async (c) => {
      await c.state.signedCookies.set("cart", "é.7 €", { maxAge: 60 });
      return "set";
    })
    .get("/get/:name", async (c) => (await c.state.signedCookies.get(c.params.name)) ?? "nothing")
    .get("/delete", (c) => {
      c.state.signedCookies.delete("cart");
    });
}

async function signedPair(secrets: string | readonly string[]): Promise<string> {
  const [line] = (await appWith(secrets).request("/set")).headers.getSetCookie();
  return (line as string).slice(0, (line as string).indexOf(";"));
}

async function read(secrets: string | readonly string[], cookie: string, name = "cart"): Promise<string> {
  return (await appWith(secrets).request(`/get/${name}`, { headers: { Cookie: cookie } })).text();
}

it("gives back what it set", async () => {
  const [line] = (await appWith(SECRET).request("/set")).headers.getSetCookie();
  expect(line).toMatch(/^cart=%C3%A9\.7%20%E2%82%AC\.[\w-]{43}; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await read(SECRET, await signedPair(SECRET))).toBe("é.7 €");
});

it.each<[rule: string, change: (pair: string) => string, name?: string]>([
  ["a changed value", (pair) => pair.replace("7", "8")],
  [
    "a changed signature",
    (pair) => pair.replace(/\.(.)([^.]*)$/, (_all, first, rest) => `.${first === "A" ? "B" : "A"}${rest}`),
  ],
  ["no signature", (pair) => pair.replace(/\.[^.]*$/, "")],
  ["an empty signature", (pair) => pair.replace(/\.[^.]*$/, ".")],
  ["a signature that is no base64url", (pair) => pair.replace(/\.[^.]*$/, ".!")],
  ["the value of another cookie", (pair) => pair.replace("cart", "user"), "user"],
  ["no value", () => "cart="],
])("gives nothing for %s", async (_rule, change, name = "cart") => {
  expect(await read(SECRET, change(await signedPair(SECRET)), name)).toBe("nothing");
});

it("takes what an older secret signed, and signs with the first", async () => {
  expect(await read([OTHER, SECRET], await signedPair(SECRET))).toBe("é.7 €");
  expect(await read(OTHER, await signedPair([OTHER, SECRET]))).toBe("é.7 €");
  expect(await read(OTHER, await signedPair(SECRET))).toBe("nothing");
});

it("lets the client forget", async () => {
  const [line] = (await appWith(SECRET).request("/delete")).headers.getSetCookie();
  expect(line).toBe("cart=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure");
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["a short secret", { secrets: "short" }, /secrets: Expected 32 characters or more/],
  ["no secret", { secrets: [] }, /secrets: Too small/],
  ["nothing", {}, /secrets: /],
])("refuses %s", (_rule, options, problem) => {
  expect(() => cookies(options as never)).toThrow(problem);
});
