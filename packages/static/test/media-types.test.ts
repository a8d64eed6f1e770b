import { describe, expect, it } from "vitest";
import { isAsset, isCompressible, isMediaType, typesByName } from "../src/media-types.js";

describe("types by name", () => {
  const typeOf = typesByName({ ".GLSL": "text/x-glsl", js: "text/x-other", raw: "text/plain;charset=latin1" }, "utf-8");

  it.each([
    ["a.html", "text/html; charset=utf-8"],
    ["a.HTML", "text/html; charset=utf-8"],
    ["a.css", "text/css; charset=utf-8"],
    ["a.mjs", "text/javascript; charset=utf-8"],
    ["a.txt", "text/plain; charset=utf-8"],
    ["a.md", "text/markdown; charset=utf-8"],
    ["a.csv", "text/csv; charset=utf-8"],
    ["a.json", "application/json"],
    ["a.map", "application/json"],
    ["a.xml", "application/xml"],
    ["a.svg", "image/svg+xml"],
    ["a.wasm", "application/wasm"],
    ["a.webmanifest", "application/manifest+json"],
    ["a.woff2", "font/woff2"],
    ["a.avif", "image/avif"],
    ["a.png", "image/png"],
    ["a.ico", "image/vnd.microsoft.icon"],
    ["a.mp4", "video/mp4"],
    ["a.pdf", "application/pdf"],
    ["a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["a.tar.gz", "application/gzip"],
    ["a", "application/octet-stream"],
    ["a.", "application/octet-stream"],
    ["a.unknown", "application/octet-stream"],
    [".html", "application/octet-stream"],
    ["a.constructor", "application/octet-stream"],
    ["a.__proto__", "application/octet-stream"],
    ["a.glsl", "text/x-glsl; charset=utf-8"],
    ["a.js", "text/x-other; charset=utf-8"],
    ["a.raw", "text/plain;charset=latin1"],
  ])("%s is %s", (name, type) => expect(typeOf(name)).toBe(type));

  it("go without charset where there is none", () => expect(typesByName({}, null)("a.html")).toBe("text/html"));
});

describe("media types", () => {
  it.each(["text/plain", "text/plain; charset=utf-8", 'a/b;c="d e"', "application/vnd.x+json"])("%s is one", (type) => {
    expect(isMediaType(type)).toBe(true);
  });
  it.each(["text", "text/", "/plain", "text/plain;", "text/plain; charset", "text/plain\r\nX: y", "a b/c", ""])(
    "%j is none",
    (type) => expect(isMediaType(type)).toBe(false),
  );
});

describe("what is worth compressing", () => {
  it.each([
    ["text/html; charset=utf-8", true],
    ["application/json", true],
    ["application/ld+json", true],
    ["application/wasm", true],
    ["image/svg+xml", true],
    ["font/ttf", true],
    ["font/woff2", false],
    ["image/png", false],
    ["video/mp4", false],
    ["application/zip", false],
    ["application/octet-stream", false],
    ["image/jpeg; note=a+json", false],
  ])("%s: %s", (type, expected) => expect(isCompressible(type)).toBe(expected));
});

describe("assets, which no page is sent in place of", () => {
  it.each([
    ["app.js", true],
    ["logo.PNG", true],
    ["data.json", true],
    ["page.html", false],
    ["users", false],
    ["john.doe", false],
    ["v1.2", false],
    ["", false],
  ])("%j: %s", (name, expected) => expect(isAsset(name)).toBe(expected));
});
