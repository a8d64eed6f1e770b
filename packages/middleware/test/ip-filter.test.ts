import { createApp } from "@sockeye/router";
import { expect, it } from "vitest";
import { type IpFilterOptions, ipFilter } from "../src/ip-filter/index.js";
import { serving } from "./serving.js";

it.each<[rule: string, options: IpFilterOptions, address: string | null, status: number]>([
  ["one that is allowed", { allow: ["192.0.2.0/24"] }, "192.0.2.7", 200],
  ["one that is not", { allow: ["192.0.2.0/24"] }, "198.51.100.1", 403],
  ["one that is denied", { deny: ["192.0.2.7"] }, "192.0.2.7", 403],
  ["one that is not denied", { deny: ["192.0.2.7"] }, "192.0.2.8", 200],
  ["one of both lists", { allow: ["192.0.2.0/24"], deny: ["192.0.2.7"] }, "192.0.2.7", 403],
  ["one that is mapped", { allow: ["192.0.2.0/24"] }, "::ffff:192.0.2.7", 200],
  ["no address, allowed", { allow: ["::/0"] }, null, 403],
  ["no address, denied", { deny: ["::/0"] }, null, 200],
])("%s", async (_rule, options, address, status) => {
  const app = createApp()
    .use(ipFilter(options))
    .get("/", () => "in");
  const exchange = { remote: address === null ? { path: "" } : { address, port: 1 } };
  expect((await app.request("/", { exchange })).status).toBe(status);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["no list", {}, /Expected allow, deny, or both/],
  ["a name", { allow: ["localhost"] }, /allow\.0: Expected an address, a network, or one of loopback/],
  ["an unknown option", { allow: [], block: [] }, /Unrecognized key: "block"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => ipFilter(options as never)).toThrow(problem);
});

it("knows the address of a real connection", async () => {
  const app = createApp()
    .mount(
      "/in",
      createApp()
        .use(ipFilter({ allow: ["loopback"] }))
        .get("/", () => "in"),
    )
    .mount(
      "/out",
      createApp()
        .use(ipFilter({ deny: ["loopback"] }))
        .get("/", () => "in"),
    );
  const { url } = await serving(app);
  expect((await fetch(`${url}/in`)).status).toBe(200);
  expect((await fetch(`${url}/out`)).status).toBe(403);
});
