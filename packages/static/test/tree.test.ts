// What is opened is judged again: between look-up and opening anything may have happened.

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Found, type SymlinkPolicy, Tree } from "../src/tree.js";
import { folder, openFiles } from "./folder.js";

const POLICIES: readonly SymlinkPolicy[] = ["deny", "inside", "follow"];

function found(tree: Tree, ...segments: readonly string[]): Found {
  const what = tree.find(tree.place(segments));
  if (what === null) throw new Error("nothing was found");
  return what;
}

describe.skipIf(process.platform === "win32")("what came in between look-up and opening", () => {
  it.each(POLICIES)("a FIFO: not opened, and nobody waits (%s)", (symlinks) => {
    const root = folder({ a: "a" });
    const tree = new Tree(root, symlinks);
    const before = found(tree, "a");
    rmSync(join(root, "a"));
    execFileSync("mkfifo", [join(root, "a")]);
    expect(tree.open(before)).toBeNull();
    expect(openFiles(root)).toEqual([]);
  });

  it.each(POLICIES)("a folder, or nothing: not opened (%s)", (symlinks) => {
    const root = folder({ a: "a" });
    const tree = new Tree(root, symlinks);
    const before = found(tree, "a");
    rmSync(join(root, "a"));
    expect(tree.open(before)).toBeNull();
    mkdirSync(join(root, "a"));
    expect(tree.open(before)).toBeNull();
    expect(openFiles(root)).toEqual([]);
  });

  it.each([
    ["deny", false, false],
    ["inside", false, true],
    ["follow", true, true],
  ] as const)("a link, out of the root and inside of it (%s)", (symlinks, out, inside) => {
    const root = folder({ "site/a": "a", "site/b": "b", secret: "secret" });
    const tree = new Tree(join(root, "site"), symlinks);
    const before = found(tree, "a");
    for (const [target, expected] of [
      ["../secret", out],
      ["b", inside],
    ] as const) {
      rmSync(join(root, "site/a"));
      symlinkSync(target, join(root, "site/a"));
      const opened = tree.open(before);
      expect(opened !== null).toBe(expected);
      opened?.close();
    }
    expect(openFiles(root)).toEqual([]);
  });

  it.each([
    ["deny", false, false],
    ["inside", false, true],
    ["follow", true, true],
  ] as const)("a link in the place of a folder (%s)", (symlinks, out, inside) => {
    const root = folder({ "site/f/a": "a", "site/g/a": "b", "outside/a": "secret" });
    const tree = new Tree(join(root, "site"), symlinks);
    const before = found(tree, "f", "a");
    renameSync(join(root, "site/f"), join(root, "site/was"));
    for (const [target, expected] of [
      ["../outside", out],
      ["g", inside],
    ] as const) {
      rmSync(join(root, "site/f"), { force: true });
      symlinkSync(target, join(root, "site/f"));
      const opened = tree.open(before);
      expect(opened !== null).toBe(expected);
      opened?.close();
    }
    expect(openFiles(root)).toEqual([]);
  });

  it("another file: opened, and seen for what it is", () => {
    const root = folder({ a: "a" });
    const tree = new Tree(root, "inside");
    const before = found(tree, "a");
    writeFileSync(join(root, "new"), "longer");
    renameSync(join(root, "new"), join(root, "a"));
    const opened = tree.open(before);
    expect(opened?.stats.size).toBe(6);
    opened?.close();
  });
});

describe("a file that is open", () => {
  it("is closed once, and not while it is read", async () => {
    const root = folder({ a: "0123456789" });
    const tree = new Tree(root, "inside");
    const opened = tree.open(found(tree, "a"));
    const octets = new Uint8Array(4);
    const reading = opened?.read(octets, 2);
    opened?.close();
    opened?.close();
    if (process.platform === "linux") expect(openFiles(root)).toHaveLength(1);
    expect(await reading).toBe(4);
    expect(Buffer.from(octets).toString()).toBe("2345");
    expect(openFiles(root)).toEqual([]);
    await expect(opened?.read(octets, 0)).rejects.toThrow("The file is closed");
  });
});
