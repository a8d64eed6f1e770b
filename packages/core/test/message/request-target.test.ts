// Path and query, read from the URL's text, are what a URL object shows.

import fc from "fast-check";
import { expect, it } from "vitest";
import { LightRequest, requestPath, requestQuery } from "../../src/message/index.js";
import { FakeRequest } from "./fake-request.js";

const URLS: readonly string[] = [
  "http://a",
  "http://a/",
  "http://a/?",
  "http://a/#",
  "http://a/?#",
  "http://a/b",
  "http://a/b/c?d",
  "http://a/b?c?d",
  "http://a/b?c#d",
  "http://a/b#c?d",
  "http://a/?b/c",
  "http://a?b/c",
  "http://a#b/c",
  "http://a//b//",
  "http://a//evil.example/",
  "https://user:pass@a:444/b?c=http://d/e",
  "http://[::1]:8000/a?b",
  "http://127.0.0.1:8000/a%2Fb%20?%23",
  "http://a/:b@c",
  "http://a/*",
  "http://ä/ü?ß",
];

function check(url: string): void {
  const { href, pathname, search } = new URL(url);
  for (const request of [
    new Request(url.replace(/^(\w+:\/\/)[^/?#]*@/, "$1")),
    new LightRequest(new FakeRequest({ url: href })),
  ]) {
    expect(requestPath(request)).toBe(pathname);
    expect(requestQuery(request)).toBe(search.slice(1));
  }
}

it.each(URLS)("%s", check);

it("whatever the URL", () => {
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), check));
});

it("a URL without an authority", () => {
  const request = new Request("data:text/plain,a?b");
  expect([requestPath(request), requestQuery(request)]).toEqual(["text/plain,a", "b"]);
});
