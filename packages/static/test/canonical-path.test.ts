import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalSegments, encodeSegment, hasDotfile, isServableName, pathOf } from "../src/canonical-path.js";

type Row = readonly [rule: string, path: string, expected: string | null];

// Segments joined by a bar, null where the path is refused.
const ANYWHERE: readonly Row[] = [
  ["the root", "/", ""],
  ["a name", "/a", "a"],
  ["two names", "/a/b.txt", "a|b.txt"],
  ["a folder", "/a/", "a|"],
  ["an encoded space", "/a%20b", "a b"],
  ["UTF-8", "/%C3%A4", "ä"],
  ["UTF-8 in lower-case digits", "/%c3%a4", "ä"],
  ["four octets", "/%F0%9F%90%9F", "🐟"],
  ["an encoded percent sign, decoded once", "/100%25", "100%"],
  ["what looks encoded after decoding stays", "/%252e%252e", "%2e%2e"],
  ["encoded delimiters of URLs", "/%3F%23%5B%5D", "?#[]"],
  ["sub-delims, plain", "/a!$&'()*+,;=:@b", "a!$&'()*+,;=:@b"],
  ["sub-delims, encoded, as encodeURIComponent does", "/%24%26%2B%2C%3B%3D%3A%40", "$&+,;=:@"],
  ["control characters, encoded", "/a%0D%0Ab%7F", "a\r\nb\x7f"],
  ["dots inside", "/a..b/...c/d..", "a..b|...c|d.."],
  ["three dots", "/.../a", "...|a"],
  ["a dotfile", "/.a", ".a"],
  ["a plus sign is no space", "/a+b", "a+b"],
  ["a tilde", "/~user", "~user"],
  ["what Windows forbids", "/a:b/CON/x.", "a:b|CON|x."],

  ["no slash at first", "a", null],
  ["nothing", "", null],
  ["an asterisk", "*", null],
  ["dot", "/.", null],
  ["dot dot", "/..", null],
  ["dot, inside", "/a/./b", null],
  ["dot dot, inside", "/a/../b", null],
  ["dot, at the end", "/a/.", null],
  ["dot dot, at the end", "/a/..", null],
  ["dot dot, with a slash", "/a/../", null],
  ["encoded dots", "/%2e%2e/a", null],
  ["encoded dots in capitals", "/%2E%2E/a", null],
  ["half encoded", "/.%2e/a", null],
  ["half encoded, the other half", "/%2e./a", null],
  ["an encoded dot in a name", "/a%2etxt", null],
  ["an empty segment at first", "//", null],
  ["an empty segment and a name", "//a", null],
  ["an empty segment inside", "/a//b", null],
  ["empty segments at the end", "/a//", null],
  ["many", "/////", null],
  ["an encoded slash", "/a%2Fb", null],
  ["an encoded slash in lower case", "/a%2fb", null],
  ["an encoded slash alone", "/%2f", null],
  ["a backslash", "/a\\b", null],
  ["an encoded backslash", "/a%5Cb", null],
  ["an encoded backslash in lower case", "/a%5cb", null],
  ["dot dot and a backslash", "/..%5ca", null],
  ["NUL", "/a%00b", null],
  ["NUL behind an extension", "/a.txt%00.html", null],
  ["NUL, plain", "/a\0", null],
  ["a letter that needs no encoding", "/%61dmin", null],
  ["a capital", "/%41", null],
  ["a digit", "/%30", null],
  ["a hyphen", "/%2D", null],
  ["an underscore", "/%5F", null],
  ["a tilde, encoded", "/%7E", null],
  ["a percent sign alone", "/%", null],
  ["one digit", "/%4", null],
  ["no digits", "/%zz", null],
  ["no digit behind", "/%c", null],
  ["overlong slash", "/%c0%af", null],
  ["overlong dot", "/%c0%ae%c0%ae/", null],
  ["overlong slash of three octets", "/%e0%80%af", null],
  ["half of a character", "/%C3", null],
  ["a continuation alone", "/%A4", null],
  ["latin1", "/%E4", null],
  ["a surrogate", "/%ED%A0%80", null],
  ["beyond Unicode", "/%F5%80%80%80", null],
  ["UTF-16", "/%u002e", null],
];

const ON_WINDOWS: readonly Row[] = [
  ["a name", "/a.txt", "a.txt"],
  ["a name that begins with a device's", "/console.txt", "console.txt"],
  ["a name that ends with a device's", "/icon", "icon"],
  ["two digits", "/com10", "com10"],
  ["a device", "/CON", null],
  ["a device in lower case", "/nul", null],
  ["a device with an extension", "/aux.txt", null],
  ["a device with extensions", "/prn.a.b", null],
  ["a device, a space, an extension", "/con%20.txt", null],
  ["a port", "/COM1", null],
  ["a port with an extension", "/lpt9.log", null],
  ["a port in superscript", "/COM%C2%B9", null],
  ["a device with a dollar sign", "/CONIN$", null],
  ["a device as a folder", "/con/a", null],
  ["a stream", "/a.txt::$DATA", null],
  ["a stream, encoded", "/a.txt%3A%3A$DATA", null],
  ["a drive", "/C:/a", null],
  ["a drive-relative path", "/C:a", null],
  ["a dot at the end", "/a.txt.", null],
  ["dots at the end of a folder", "/a./b", null],
  ["a space at the end", "/a.txt%20", null],
  ["a short name", "/PROGRA~1/a", null],
  ["a short name with an extension", "/ENV~1.TXT", null],
  ["a wildcard", "/a*", null],
  ["a question mark", "/a%3F", null],
  ["angle brackets", "/%3Ca%3E", null],
  ["a control character", "/a%0Ab", null],
];

const shown = (segments: readonly string[] | null): string | null => segments?.join("|") ?? null;

describe("anywhere", () => {
  it.each(ANYWHERE)("%s: %s", (_, path, expected) => expect(shown(canonicalSegments(path))).toBe(expected));
});

describe("on Windows", () => {
  it.each(ON_WINDOWS)("%s: %s", (_, path, expected) => expect(shown(canonicalSegments(path, true))).toBe(expected));
  it.each(ANYWHERE.filter(([, , expected]) => expected === null))("refuses %s too: %s", (_, path) => {
    expect(canonicalSegments(path, true)).toBeNull();
  });
});

describe("dotfiles", () => {
  it.each([
    ["/.env", true],
    ["/a/.env", true],
    ["/.git/config", true],
    ["/.well-known", false],
    ["/.well-known/acme-challenge/a", false],
    ["/.well-known/.env", true],
    ["/.well-known/a/.b", true],
    ["/a/.well-known/b", true],
    ["/.well-known2/a", true],
    ["/.WELL-KNOWN/a", true],
    ["/a.b", false],
    ["/.../a", true],
    ["/", false],
  ])("%s: %s", (path, expected) => expect(hasDotfile(canonicalSegments(path) ?? [])).toBe(expected));
});

describe("names that a path can lead to", () => {
  it.each(["a", "a b", "ä", "🐟", "a:b", "%2e", "?", "#", "<svg onload=alert(1)>", "a\nb"])("%j", (name) => {
    expect(isServableName(name)).toBe(true);
    expect(canonicalSegments(`/${encodeSegment(name)}`)).toEqual([name]);
  });
  it.each(["", ".", "..", "a/b", "a\\b", "a\0b", "\ufffd", "\ud800"])("not %j", (name) => {
    expect(isServableName(name)).toBe(false);
  });
});

describe("what is written is read as the same", () => {
  const name = fc.string({ unit: "binary" }).filter((text) => isServableName(text));

  it("for any names", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (segments) => {
        const path = pathOf(segments);
        expect(canonicalSegments(path)).toEqual(segments);
        // "One path": the URL standard leaves it alone.
        expect(new URL(`http://a${path}`).pathname).toBe(path);
      }),
    );
  });

  it("and no path at all leads to a separator, a dot segment or a throw", () => {
    const piece = fc.constantFrom(
      "/",
      ".",
      "..",
      "%",
      "%2",
      "%2e",
      "%2F",
      "%5c",
      "\\",
      "%00",
      "%c0%af",
      "a",
      "%61",
      "ä",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const segments = canonicalSegments(`/${pieces.join("")}`);
        for (const segment of segments ?? []) {
          expect(segment).not.toMatch(/[/\\\0]/);
          expect([".", ".."]).not.toContain(segment);
        }
        expect(segments?.slice(0, -1) ?? []).not.toContain("");
      }),
    );
  });
});
