import { describe, expect, it } from "vitest";
import { HELP } from "../../src/cli/help.js";
import { OPTIONS, type Settings, settingsOf, UsageError } from "../../src/cli/settings.js";
import { resolveStaticOptions } from "../../src/options.js";
import { folder } from "../folder.js";

function settings(...args: readonly string[]): Settings {
  const result = settingsOf(args, {});
  if (typeof result === "string") throw new Error(`--${result}`);
  return result;
}

describe("the command line", () => {
  it("defaults", () => {
    expect(settings()).toEqual({
      folder: ".",
      host: "127.0.0.1",
      port: 8000,
      strictPort: false,
      tls: null,
      auth: null,
      cors: false,
      open: false,
      quiet: false,
      files: {
        listing: true,
        fallback: undefined,
        index: undefined,
        extensions: ["html"],
        dotfiles: "deny",
        symlinks: undefined,
        maxAge: undefined,
        immutable: undefined,
        precompressed: true,
        compress: true,
        etag: true,
      },
    });
  });

  it.each([
    [["-p", "3000"], { port: 3000 }],
    [["--port=0"], { port: 0 }],
    [["-H", "0.0.0.0"], { host: "0.0.0.0" }],
    [["--strict-port"], { strictPort: true }],
    [["dist"], { folder: "dist" }],
    [["--cors", "-o", "-q"], { cors: true, open: true, quiet: true }],
    [["-u", "me:a:b"], { auth: { user: "me", password: "a:b" } }],
    [["--tls-cert", "c", "--tls-key", "k"], { tls: { cert: "c", key: "k", passphrase: undefined } }],
  ])("%j", (args, expected) => expect(settings(...args)).toMatchObject(expected));

  it.each([
    [["-s"], { fallback: "index.html" }],
    [["--fallback", "app.html"], { fallback: "app.html" }],
    [["-i", "a.html", "-i", "b.html"], { index: ["a.html", "b.html"] }],
    [["-e", "html,htm"], { extensions: ["html", "htm"] }],
    [["-e", ""], { extensions: [] }],
    [["--no-listing"], { listing: false }],
    [["--dotfiles"], { dotfiles: "allow" }],
    [["--symlinks", "deny"], { symlinks: "deny" }],
    [["-c", "3600"], { maxAge: 3600 }],
    [["--immutable=-[0-9a-f]{8}\\."], { immutable: /-[0-9a-f]{8}\./ }],
    [["--no-compress"], { compress: false }],
    [["--no-etag"], { etag: false }],
  ])("%j", (args, expected) => {
    const { files } = settings(...args);
    expect(files).toMatchObject(expected);
    expect(() => resolveStaticOptions(files)).not.toThrow();
  });

  it.each([
    [["--nope"], /Unknown option '--nope'/],
    [["-p", "x"], /--port is a whole number/],
    [["-p", "70000"], /--port is 0 to 65535/],
    [["-p", "-1"], /port/],
    [["-p"], /port/],
    [["-c", "1h"], /--max-age is a whole number/],
    [["--symlinks", "no"], /--symlinks is deny, inside or follow/],
    [["--immutable", "("], /--immutable is a regular expression/],
    [["--auth", "nobody"], /--auth is user:password/],
    [["--tls-cert", "x"], /go together/],
    [["a", "b"], /One folder is served, and b is a second one/],
  ])("%j is refused", (args, message) => {
    expect(() => settings(...args)).toThrow(UsageError);
    expect(() => settings(...args)).toThrow(message);
  });

  it("asks for help or the version before anything else", () => {
    expect(settingsOf(["-h", "-p", "x"], {})).toBe("help");
    expect(settingsOf(["a", "b", "--version"], {})).toBe("version");
  });

  it("the environment says what the command line does not", () => {
    const environment = { PORT: "1234", HOST: "::1", SOCKEYE_AUTH: "a:b" };
    expect(settingsOf([], environment)).toMatchObject({ port: 1234, host: "::1", auth: { user: "a", password: "b" } });
    expect(settingsOf(["-p", "1", "-H", "h"], environment)).toMatchObject({ port: 1, host: "h" });
    expect(settingsOf([], { PORT: "" })).toMatchObject({ port: 8000 });
  });

  it("a 404.html in the folder is the page for misses", () => {
    const root = folder({ "404.html": "" });
    expect(settings(root).files.fallback).toEqual({ file: "404.html", status: 404 });
    expect(settings(root, "-s").files.fallback).toBe("index.html");
  });
});

describe("help", () => {
  it.each(Object.entries(OPTIONS))("names --%s", (name, option) => {
    const isNegated = ["listing", "compress", "etag"].includes(name);
    expect(HELP).toContain(`--${isNegated ? "no-" : ""}${name}`);
    if ("short" in option) expect(HELP).toContain(`-${option.short}, --`);
  });

  it("fits a terminal", () => {
    for (const line of HELP.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });
});
