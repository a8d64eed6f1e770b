// Secrets, and the Authorization field.

import { describe, expect, it } from "vitest";
import { readCredentials } from "../src/credentials/authorization.js";
import { challenge } from "../src/credentials/challenge.js";
import { Secret } from "../src/credentials/secret.js";

describe("a secret", () => {
  it.each<[rule: string, secret: string, given: string, equal: boolean]>([
    ["the same", "secret", "secret", true],
    ["another first character", "secret", "Secret", false],
    ["another last character", "secret", "secreT", false],
    ["a part", "secret", "secre", false],
    ["nothing", "secret", "", false],
    ["more", "secret", "secrets", false],
    ["the secret twice", "secret", "secretsecret", false],
    ["characters above U+00FF", "žluťoučký", "žluťoučký", true],
    ["that differ in the high octet only", "\u0161", "a", false],
    ["surrogates", "🔑", "🔑", true],
  ])("%s", (_rule, secret, given, equal) => {
    expect(new Secret(secret).equals(given)).toBe(equal);
  });

  // An early way out would make the first a hundred thousand times faster than the second.
  it("takes as long for a difference at the start as for one at the end", () => {
    const text = "x".repeat(200_000);
    const secret = new Secret(text);
    const early = `y${text.slice(1)}`;
    const late = `${text.slice(1)}y`;
    const fastest = (given: string): number => {
      const times = Array.from({ length: 15 }, () => {
        const start = performance.now();
        secret.equals(given);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    fastest(late);
    expect(fastest(early) / fastest(late)).toBeGreaterThan(0.4);
    expect(fastest(late) / fastest(early)).toBeGreaterThan(0.4);
  });
});

describe("the Authorization field", () => {
  it.each<[rule: string, field: string | null, credentials: string | null | undefined]>([
    ["none", null, null],
    ["a token", "Bearer abc", "abc"],
    ["the scheme in any letter case", "bEARER abc", "abc"],
    ["several spaces", "Bearer   abc", "abc"],
    ["all characters of token68", "Bearer aZ09-._~+/==", "aZ09-._~+/=="],
    ["another scheme", "Basic abc", null],
    ["a scheme that begins alike", "Bearertoken abc", null],
    ["no token", "Bearer", undefined],
    ["a space inside", "Bearer a b", undefined],
    ["what is no token68", 'Bearer "abc"', undefined],
    ["padding inside", "Bearer a=b", undefined],
  ])("%s", (_rule, field, credentials) => {
    const headers = new Headers(field === null ? {} : { Authorization: field });
    expect(readCredentials(headers, "bearer")).toBe(credentials);
  });
});

it("a challenge quotes what it says", () => {
  expect(challenge("Bearer", {})).toBe("Bearer");
  expect(challenge("Bearer", { realm: 'a "b" \\', error: undefined, scope: "x y" })).toBe(
    'Bearer realm="a \\"b\\" \\\\", scope="x y"',
  );
});
