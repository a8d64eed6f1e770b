// Servers on a Unix socket.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Handler, reply, serve } from "../../src/index.js";
import { served } from "../apps/served.js";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sockeye-"));
  path = join(folder, "http.sock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hello: Handler = () => reply.text("hello");

async function ask(socketPath: string): Promise<string> {
  const asked = request({ socketPath, path: "/" }).end();
  const [response] = await once(asked, "response");
  return text(response);
}

/** A socket file that nobody listens on, as a program leaves it behind that is killed. */
async function leaveBehind(): Promise<void> {
  const program = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  await once(spawn(process.execPath, ["-e", program]), "exit");
  expect(existsSync(path)).toBe(true);
}

describe.skipIf(process.platform === "win32")("a Unix socket", () => {
  it("is served, and tells where it is", async () => {
    const server = await served((incoming, { local, remote }) => reply.json([incoming.url, local, remote]), { path });
    expect([server.url, server.port, server.address]).toEqual(["http://localhost", 0, { path }]);
    expect(JSON.parse(await ask(path))).toEqual(["http://localhost/", { path }, { path: "" }]);
  });

  it("is served to curl", async () => {
    await served(hello, { path });
    const curl = promisify(execFile);
    const { stdout } = await curl("curl", ["--silent", "--unix-socket", path, "http://example.org/"]).catch((error) => {
      if (error.code === "ENOENT") return { stdout: null };
      throw error;
    });
    if (stdout !== null) expect(stdout).toBe("hello");
  });

  it("is gone when the server has stopped, and free for the next", async () => {
    const server = await serve(hello, { path });
    await server.stop();
    expect(existsSync(path)).toBe(false);
    await served(hello, { path });
    expect(await ask(path)).toBe("hello");
  });

  it("that somebody listens on is left to them", async () => {
    await served(() => reply.text("first"), { path });
    await expect(serve(hello, { path })).rejects.toThrow(
      `${path} exists already: end the program that listens there, or choose another path.`,
    );
    expect(await ask(path)).toBe("first");
  });

  it("that nobody listens on any more is taken", async () => {
    await leaveBehind();
    await served(hello, { path });
    expect(await ask(path)).toBe("hello");
  });

  it("takes the place of nothing else", async () => {
    await writeFile(path, "text");
    await expect(serve(hello, { path })).rejects.toThrow(`${path} exists already`);
    expect(existsSync(path)).toBe(true);
    const place = join(folder, "folder");
    await mkdir(place);
    await expect(serve(hello, { path: place })).rejects.toThrow(`${place} exists already`);
  });

  it("needs a folder", async () => {
    const place = join(folder, "none", "http.sock");
    await expect(serve(hello, { path: place })).rejects.toThrow(
      `${place} cannot be made: the folder is missing, or not writable for this program.`,
    );
  });

  it("whose path is too long for the system is refused, and no other made in its place", async () => {
    const place = join(folder, "x".repeat(120));
    await expect(serve(hello, { path: place })).rejects.toThrow(
      / octets long, and the path of a socket has 10[37] at most\.$/,
    );
    expect(existsSync(folder) && existsSync(place.slice(0, 107))).toBe(false);
  });
});
