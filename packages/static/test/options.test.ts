import { describe, expect, it } from "vitest";
import { files, type StaticOptions } from "../src/index.js";
import { resolveStaticOptions } from "../src/options.js";
import { folder } from "./folder.js";

describe("what is wrong is refused when it is made, with its name", () => {
  it.each([
    [{ maxage: 1 }, /Unrecognized key: "maxage"/],
    [{ maxAge: "1h" }, /maxAge: .*expected number/],
    [{ maxAge: -1 }, /maxAge/],
    [{ maxAge: 1.5 }, /maxAge/],
    [{ index: "../x" }, /index/],
    [{ index: ["a/b"] }, /index/],
    [{ index: true }, /index/],
    [{ extensions: "html" }, /extensions/],
    [{ extensions: ["../../etc/passwd"] }, /extensions/],
    [{ fallback: "../index.html" }, /fallback/],
    [{ fallback: "a/../../b" }, /fallback/],
    [{ fallback: { file: "a", status: 500 } }, /fallback/],
    [{ dotfiles: "ignore" }, /dotfiles/],
    [{ symlinks: true }, /symlinks/],
    [{ immutable: "x" }, /immutable/],
    [{ headers: [] }, /headers/],
    [{ headers: { a: 1 } }, /headers/],
    [{ precompressed: ["gz"] }, /precompressed/],
    [{ compress: { level: 9 } }, /Unrecognized key: "level"/],
    [{ cache: -1 }, /cache/],
    [{ cache: Number.NaN }, /cache/],
    [{ etag: "weak" }, /etag/],
    [{ mime: { types: { a: "no type" } } }, /^ {2}mime\.types\.a: Expected a media type$/m],
    [{ mime: { charset: "a b" } }, /charset/],
    [{ listing: {} }, /listing/],
  ])("%j", (options, message) => {
    const make = (): unknown => files(folder({}), options as StaticOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^files\(\) was given options that it cannot take:\n {2}/);
    expect(make).toThrow(message);
  });
});

describe("defaults", () => {
  it("are those that the doc comments name", () => {
    const { headers, ...resolved } = resolveStaticOptions();
    expect(headers("/", {} as never)).toBeUndefined();
    expect(resolved).toEqual({
      index: ["index.html"],
      extensions: [],
      redirect: true,
      listing: false,
      fallback: null,
      dotfiles: "deny",
      symlinks: "inside",
      maxAge: null,
      immutable: false,
      precompressed: [],
      compress: { codings: [], minimum: 1024 },
      etag: true,
      cache: 32 * 1024 * 1024,
      types: {},
      charset: "utf-8",
      nosniff: true,
    });
  });

  it("stand for what is undefined", () => {
    const { headers: _, ...none } = resolveStaticOptions();
    const undefinedOptions = Object.fromEntries(Object.keys(none).map((key) => [key, undefined]));
    for (const key of ["types", "charset", "nosniff"]) delete undefinedOptions[key];
    const { headers: __, ...resolved } = resolveStaticOptions({ ...undefinedOptions, mime: { charset: undefined } });
    expect(resolved).toEqual(none);
  });
});
