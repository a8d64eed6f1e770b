import { createApp, type Middleware } from "@sockeye/router";
import { expect, expectTypeOf, it } from "vitest";
import { secureHeaders, type WithNonce } from "../src/secure-headers/index.js";

async function fieldsOf(options?: Parameters<typeof secureHeaders>[0], path = "/"): Promise<Record<string, string>> {
  const app = createApp({ report: () => {} })
    .use(secureHeaders(options as undefined))
    .get("/", (c) => c.body(null))
    .get("/own", (c) => c.body(null, { headers: { "X-Frame-Options": "SAMEORIGIN" } }))
    .get("/bug", () => {
      throw new Error("bug");
    });
  return Object.fromEntries((await app.request(path)).headers);
}

const DEFAULTS = {
  "content-security-policy":
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy":
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), " +
    "microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
};

it("has the list of OWASP by default, on errors as well", async () => {
  expect(await fieldsOf()).toEqual(DEFAULTS);
  expect(await fieldsOf(undefined, "/bug")).toEqual({ ...DEFAULTS, "content-type": "application/problem+json" });
  expect(await fieldsOf(undefined, "/nowhere")).toMatchObject(DEFAULTS);
});

it("leaves a field alone that the handler has set", async () => {
  expect(await fieldsOf(undefined, "/own")).toEqual({ ...DEFAULTS, "x-frame-options": "SAMEORIGIN" });
});

it("says what the options say", async () => {
  const fields = await fieldsOf({
    contentSecurityPolicy: { defaultSrc: ["'none'"], imgSrc: ["'self'", "data:"], upgradeInsecureRequests: [] },
    contentSecurityPolicyReportOnly: { defaultSrc: ["'self'"], reportTo: ["csp"] },
    strictTransportSecurity: "max-age=60",
    xXssProtection: false,
    xFrameOptions: false,
    crossOriginEmbedderPolicy: "require-corp",
    permissionsPolicy: { fullscreen: ["self", "https://a.example"], camera: [], pictureInPicture: ["*"] },
  });
  const { "x-xss-protection": _xss, "x-frame-options": _frame, ...rest } = DEFAULTS;
  expect(fields).toEqual({
    ...rest,
    "content-security-policy": "default-src 'none'; img-src 'self' data:; upgrade-insecure-requests",
    "content-security-policy-report-only": "default-src 'self'; report-to csp",
    "strict-transport-security": "max-age=60",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": 'fullscreen=(self "https://a.example"), camera=(), picture-in-picture=*',
  });
});

it("makes a nonce for each request, for the policy and for the handler", async () => {
  const secure = secureHeaders({
    nonce: true,
    contentSecurityPolicy: { defaultSrc: ["'self'"], styleSrc: ["'none'"] },
  });
  expectTypeOf(secure).toEqualTypeOf<Middleware<WithNonce>>();
  const app = createApp()
    .use(secure)
    .get("/", (c) => c.html(`<script nonce="${c.state.nonce}"></script>`));
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const response = await app.request("/");
    const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1] as string;
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'self'; style-src 'nonce-${nonce}'; script-src 'self' 'nonce-${nonce}'`,
    );
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  [
    "a directive that brings another along",
    { contentSecurityPolicy: { imgSrc: ["a; script-src *"] } },
    /imgSrc\.0: Expected visible ASCII without , and ;/,
  ],
  ["a name that is none", { contentSecurityPolicy: { "img-src": [] } }, /img-src: Expected a name in camelCase/],
  ["a value that splits the answer", { xFrameOptions: "DENY\r\nA: b" }, /xFrameOptions: Expected visible ASCII/],
  ["true", { xFrameOptions: true }, /xFrameOptions: Expected a field value, or false/],
  ["an unknown option", { csp: {} }, /Unrecognized key: "csp"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => secureHeaders(options as never)).toThrow(problem);
});
