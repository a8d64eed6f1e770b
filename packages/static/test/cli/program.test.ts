// The program as people start it, from the sources.

import { type ChildProcess, spawn } from "node:child_process";
import { get } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "selfsigned";
import { describe, expect, it, onTestFinished } from "vitest";
import { folder } from "../folder.js";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

interface Run {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Waits for something to be printed. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, ["--conditions=@sockeye/source", "--import", "tsx", MAIN, ...args], {
    env: { ...process.env, PORT: "", HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (let i = 0; i < 1500; i++) {
      const match = pattern.exec(output);
      if (match !== null) return match;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${pattern} was not printed, but ${JSON.stringify(output)}`);
  };
  return { child, output: () => output, printed, exit };
}

const URL_LINE = /on this machine {7}(\S+)/;
const SECONDS = 30_000;

describe("sockeye-serve", () => {
  it(
    "serves a folder, writes a line for each request, and ends cleanly by Ctrl-C",
    async () => {
      const { child, printed, exit, output } = run([
        folder({ "index.html": "hello", "about.html": "about" }),
        "-p",
        "0",
      ]);
      const [, url = ""] = await printed(URL_LINE);
      expect(await (await fetch(url)).text()).toBe("hello");
      expect(await (await fetch(`${url}/about`)).text()).toBe("about");
      expect((await fetch(`${url}/none?x`)).status).toBe(404);
      await printed(/Z 127\.0\.0\.1 GET \/none\?x 404 \d+ ms\n/);
      expect(output()).toMatch(/GET \/ 200 \d+ ms\n/);
      child.kill("SIGINT");
      expect(await exit).toEqual({ code: 0, signal: null });
    },
    SECONDS,
  );

  it(
    "takes the next port where one is in use, unless it must not",
    async () => {
      const taken = createServer().listen(0, "127.0.0.1");
      onTestFinished(() => void taken.close());
      await new Promise((resolve) => taken.once("listening", resolve));
      const { port } = taken.address() as { port: number };
      const root = folder({ a: "a" });
      const next = run([root, "-p", `${port}`, "-q"]);
      const [, url = ""] = await next.printed(URL_LINE);
      expect(Number(new URL(url).port)).toBeGreaterThan(port);
      await next.printed(new RegExp(`port ${port} is in use`));
      expect(await (await fetch(`${url}/a`)).text()).toBe("a");
      expect(next.output()).not.toContain("GET");
      const strict = run([root, "-p", `${port}`, "--strict-port"]);
      expect(await strict.exit).toEqual({ code: 1, signal: null });
      expect(strict.output()).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use`));
    },
    SECONDS,
  );

  it(
    "asks for a password, from the environment",
    async () => {
      const { printed } = run([folder({ a: "a" }), "-p", "0", "--cors"], { SOCKEYE_AUTH: "me:secret" });
      const [, url = ""] = await printed(URL_LINE);
      const denied = await fetch(`${url}/a`);
      expect([denied.status, denied.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
      const headers = { authorization: `Basic ${Buffer.from("me:secret").toString("base64")}` };
      expect(await (await fetch(`${url}/a`, { headers })).text()).toBe("a");
    },
    SECONDS,
  );

  it(
    "speaks HTTPS",
    async () => {
      const made = await generate([{ name: "commonName", value: "localhost" }], { keyType: "ec" });
      const root = folder({ a: "a", "key.pem": made.private, "cert.pem": made.cert });
      const [key, cert] = [join(root, "key.pem"), join(root, "cert.pem")];
      const { printed } = run([root, "-p", "0", "--tls-cert", cert, "--tls-key", key]);
      const [, url = ""] = await printed(URL_LINE);
      expect(url).toMatch(/^https:/);
      const status = await new Promise((resolve, reject) => {
        get(`${url}/a`, { rejectUnauthorized: false }, (response) => resolve(response.statusCode)).on("error", reject);
      });
      expect(status).toBe(200);
    },
    SECONDS,
  );

  it.each([
    [["--help"], 0, /^Serves the files of a folder[\s\S]*--no-listing/],
    [["--version"], 0, /^\d+\.\d+\.\d+/],
    [["--nope"], 2, /^Unknown option '--nope'[\s\S]*--help says more/],
    [["/no/such/folder"], 2, /^There is no folder \/no\/such\/folder to serve/],
    [[".", "--tls-cert", "/none", "--tls-key", "/none"], 2, /^ENOENT/],
    [[".", "-H", "203.0.113.1"], 1, /is no address of this machine/],
  ])(
    "%j ends with %d",
    async (args, code, pattern) => {
      const { exit, output } = run(args);
      expect(await exit).toEqual({ code, signal: null });
      expect(output()).toMatch(pattern);
      expect(output()).not.toContain("    at ");
    },
    SECONDS,
  );

  it(
    "a download that is under way may finish; the second Ctrl-C ends it at once",
    async () => {
      const { child, printed, exit } = run([folder({ "large.bin": Buffer.alloc(64 * 1024 * 1024) }), "-p", "0"]);
      const [, url = ""] = await printed(URL_LINE);
      const response = await fetch(`${url}/large.bin`);
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(child.exitCode).toBeNull();
      child.kill("SIGINT");
      expect(await exit).toEqual({ code: null, signal: "SIGINT" });
      await response.body?.cancel().catch(() => {});
    },
    SECONDS,
  );
});
