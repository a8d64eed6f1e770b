// What is neither a file nor a folder, and what the system does not let us have.

import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { files } from "../../src/index.js";
import { ask, folder, openFiles } from "../folder.js";

const onWindows = process.platform === "win32";
const asRoot = process.getuid?.() === 0;

describe.skipIf(onWindows)("special files", () => {
  it("a FIFO is not there, and nobody waits for it", async () => {
    const root = folder({ "a.txt": "a" });
    execFileSync("mkfifo", [join(root, "fifo"), join(root, "fifo.gz"), join(root, "a.txt.gz")]);
    const site = files(root, { precompressed: true, listing: true });
    const asked = Array.from({ length: 16 }, () => ask(site, "/fifo"));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
    expect((await ask(site, "/a.txt", { "accept-encoding": "gzip" })).text).toBe("a");
    expect((await ask(site, "/", { accept: "application/json" })).text).not.toContain("fifo");
    expect(openFiles(root)).toEqual([]);
  });

  it("a socket is not there", async () => {
    const root = folder({ a: "" });
    const server = createServer().listen(join(root, "socket"));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    expect((await ask(files(root), "/socket")).status).toBe(404);
  });

  it.runIf(asRoot)("a device is not there", async () => {
    const root = folder({ a: "" });
    execFileSync("mknod", [join(root, "zero"), "c", "1", "5"]);
    expect((await ask(files(root), "/zero")).status).toBe(404);
    symlinkSync("/dev/zero", join(root, "link"));
    for (const symlinks of ["deny", "inside", "follow"] as const) {
      expect((await ask(files(root, { symlinks }), "/link")).status).toBe(404);
    }
  });

  it("links that lead round and round, or nowhere, or to themselves", async () => {
    const root = folder({ a: "" });
    symlinkSync("two", join(root, "one"));
    symlinkSync("one", join(root, "two"));
    symlinkSync("nowhere", join(root, "dangling"));
    symlinkSync(".", join(root, "self"));
    for (const symlinks of ["deny", "inside", "follow"] as const) {
      const site = files(root, { symlinks });
      for (const path of ["/one", "/one/x", "/dangling", "/dangling/"])
        expect((await ask(site, path)).status).toBe(404);
      const deep = await ask(site, `/${"self/".repeat(60)}a`);
      expect(deep.status).toBe(404);
    }
  });

  it("names that are too long", async () => {
    const root = folder({ a: "" });
    const site = files(root, { extensions: ["html"] });
    expect((await ask(site, `/${"n".repeat(255)}`)).status).toBe(404);
    expect((await ask(site, `/${"n".repeat(256)}`)).status).toBe(404);
    expect((await ask(site, `/${"n/".repeat(3000)}`)).status).toBe(404);
  });
});

describe.skipIf(onWindows)("links inside of the root", () => {
  const linked = (): string => {
    const root = folder({ "a/x.txt": "x", "b/y.txt": "y" });
    symlinkSync("a/x.txt", join(root, "file"));
    symlinkSync("a", join(root, "folder"));
    symlinkSync("../b", join(root, "a/up"));
    return root;
  };

  it.each(["inside", "follow"] as const)("are followed: %s", async (symlinks) => {
    const site = files(linked(), { symlinks });
    for (let i = 0; i < 2; i++) {
      expect((await ask(site, "/file")).text).toBe("x");
      expect((await ask(site, "/folder/x.txt")).text).toBe("x");
      expect((await ask(site, "/folder/up/y.txt")).text).toBe("y");
    }
  });

  it("are not there where they are denied", async () => {
    const site = files(linked(), { symlinks: "deny", listing: true });
    for (const path of ["/file", "/folder/x.txt", "/folder/", "/a/up/y.txt"]) {
      expect((await ask(site, path)).status).toBe(404);
    }
    expect((await ask(site, "/a/x.txt")).text).toBe("x");
    expect(JSON.parse((await ask(site, "/", { accept: "application/json" })).text)).toHaveLength(2);
  });

  it("the root itself may be one, and lead elsewhere later", async () => {
    const base = folder({ "one/a.txt": "1", "two/a.txt": "2", "two/b.txt": "b" });
    symlinkSync("one", join(base, "current"));
    for (const symlinks of ["deny", "inside"] as const) {
      const site = files(join(base, "current"), { symlinks });
      expect((await ask(site, "/a.txt")).text).toBe("1");
      const { renameSync } = await import("node:fs");
      symlinkSync("two", join(base, "next"));
      renameSync(join(base, "next"), join(base, "current"));
      expect((await ask(site, "/a.txt")).text).toBe("2");
      expect((await ask(site, "/b.txt")).text).toBe("b");
      symlinkSync("one", join(base, "next"));
      renameSync(join(base, "next"), join(base, "current"));
      expect((await ask(site, "/a.txt")).text).toBe("1");
    }
  });
});

describe.skipIf(onWindows)("what may not be read", () => {
  /** Runs as somebody who is not root, for root may read everything. */
  const asNobody = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    if (!asRoot) return run();
    process.seteuid?.(65534);
    try {
      return await run();
    } finally {
      process.seteuid?.(0);
    }
  };

  it("is 403, whoever asks and however often, and says nothing of the path", async () => {
    const root = folder({ "a.txt": "secret", "b/c.txt": "secret", "d.txt": "d", "d.txt.gz": "secret" });
    chmodSync(root, 0o755);
    chmodSync(join(root, "a.txt"), 0o000);
    chmodSync(join(root, "b"), 0o000);
    chmodSync(join(root, "d.txt.gz"), 0o000);
    onTestFinished(() => chmodSync(join(root, "b"), 0o755));
    const site = files(root, { listing: true, precompressed: true });
    await asNobody(async () => {
      for (const path of ["/a.txt", "/b/c.txt", "/a.txt"]) {
        const { status, text } = await ask(site, path);
        expect([status, text]).toEqual([403, "This may not be read.\n"]);
      }
      // A variant that may not be read is no reason to refuse the file.
      expect((await ask(site, "/d.txt", { "accept-encoding": "gzip" })).text).toBe("d");
    });
    expect(openFiles(root)).toEqual([]);
  });

  it("is noticed when it may not be read any more", async () => {
    const root = folder({ "a.txt": "a" });
    chmodSync(root, 0o755);
    const site = files(root);
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (let i = 0; i < 2; i++) expect((await ask(site, "/a.txt")).status).toBe(200);
    chmodSync(join(root, "a.txt"), 0o000);
    await asNobody(async () => expect((await ask(site, "/a.txt")).status).toBe(403));
  });
});

describe.runIf(process.platform === "linux")("too many open files", () => {
  it("are 503 with Retry-After, and the next request is answered when some are closed", async () => {
    const root = folder({ "large.bin": "x".repeat(300 * 1024), "a.txt": "a" });
    const site = files(root, { cache: 0 });
    const taken: number[] = [];
    const limit = 4096;
    execFileSync("prlimit", [`--pid=${process.pid}`, `--nofile=${limit}:`]);
    try {
      for (;;) taken.push(openSync("/dev/null", "r"));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("EMFILE");
    }
    try {
      const { status, headers, text } = await ask(site, "/large.bin");
      expect([status, headers.get("retry-after"), text]).toEqual([503, "1", "Too many files are open. Try again.\n"]);
    } finally {
      for (const fd of taken) closeSync(fd);
    }
    expect((await ask(site, "/large.bin")).text).toHaveLength(300 * 1024);
    expect(openFiles(root)).toEqual([]);
  });
});

describe("the root", () => {
  it("has to be a folder that is there", () => {
    const root = folder({ "a.txt": "" });
    expect(() => files(join(root, "none"))).toThrow("There is no folder");
    expect(() => files(join(root, "a.txt"))).toThrow("There is no folder");
  });

  it("may come and go", async () => {
    const base = folder({ "site/a.txt": "1" });
    const root = join(base, "site");
    const site = files(root);
    const { renameSync } = await import("node:fs");
    expect((await ask(site, "/a.txt")).text).toBe("1");
    renameSync(root, join(base, "away"));
    expect((await ask(site, "/a.txt")).status).toBe(404);
    mkdirSync(root);
    writeFileSync(join(root, "a.txt"), "2");
    expect((await ask(site, "/a.txt")).text).toBe("2");
  });
});
