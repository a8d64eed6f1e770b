import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("knows who has logged in, and what they may", async () => {
  await using example = await startExample("auth");
  const ask = (path: string, cookie = "") => fetch(new URL(path, example.url), { headers: { cookie } });
  const post = (path: string, form: Record<string, string>, cookie = "") =>
    fetch(new URL(path, example.url), {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { cookie },
      redirect: "manual",
    });
  const login = async (name: string, password: string) => {
    const response = await post("/login", { name, password });
    expect(response.status).toBe(303);
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    return cookie.split(";")[0] ?? "";
  };

  expect(await (await ask("/")).text()).toContain("Log in");
  expect((await ask("/admin")).status).toBe(401);
  expect((await post("/login", { name: "ada", password: "wrong" })).status).toBe(401);
  expect((await post("/login", { name: "nobody", password: "" })).status).toBe(401);

  const bob = await login("bob", "builder");
  expect(await (await ask("/", bob)).text()).toContain("Hello bob");
  expect((await ask("/admin", bob)).status).toBe(403);
  const ada = await login("ada", "lovelace");
  expect(await (await ask("/admin", ada)).json()).toEqual(["ada", "bob"]);
  expect((await ask("/admin", `${ada.slice(0, -4)}AAAA`)).status).toBe(401);

  const out = await post("/logout", {}, ada);
  expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
});
