import type { NetworkInterfaceInfo } from "node:os";
import { expect, it } from "vitest";
import { urlsOf } from "../../src/cli/addresses.js";

const info = (family: "IPv4" | "IPv6", address: string, internal = false): NetworkInterfaceInfo =>
  ({ family, address, internal }) as NetworkInterfaceInfo;

const INTERFACES = {
  lo: [info("IPv4", "127.0.0.1", true), info("IPv6", "::1", true)],
  eth0: [info("IPv4", "192.0.2.7"), info("IPv6", "fe80::1"), info("IPv6", "2001:db8::7")],
  gone: undefined,
};

it.each([
  ["127.0.0.1", []],
  ["localhost", []],
  ["192.0.2.7", []],
  ["0.0.0.0", ["http://192.0.2.7:8000"]],
  ["::", ["http://192.0.2.7:8000", "http://[2001:db8::7]:8000"]],
])("%s", (host, network) => {
  expect(urlsOf("http://localhost:8000", host, INTERFACES)).toEqual({ local: "http://localhost:8000", network });
});

it("a port that the scheme implies is not named", () => {
  expect(urlsOf("https://localhost", "0.0.0.0", INTERFACES).network).toEqual(["https://192.0.2.7"]);
});
