// The configurations that the documentation shows, read by the programs that they are for.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fences } from "./doc-blocks.js";
import { documents, root } from "./documents.js";
import { environment, hasProgram } from "./proxy.js";

interface Language {
  readonly info: string;
  /** What the file is called. */
  readonly file: string;
  /** What it is called with to see whether it is there. */
  readonly probe: readonly [program: string, ...args: string[]];
  readonly check: (file: string, folder: string) => readonly string[];
}

const LANGUAGES: readonly Language[] = [
  { info: "sh", file: "lines.sh", probe: ["sh", "-c", "true"], check: (file) => ["-n", file] },
  {
    info: "nginx",
    file: "nginx.conf",
    probe: ["nginx", "-v"],
    check: (file, folder) => ["-t", "-q", "-e", "stderr", "-p", folder, "-c", file],
  },
  { info: "haproxy", file: "haproxy.cfg", probe: ["haproxy", "-v"], check: (file) => ["-c", "-f", file] },
  {
    info: "ini",
    file: "my-app.service",
    probe: ["systemd-analyze", "--version"],
    check: (file) => ["verify", "--man=no", "--recursive-errors=no", file],
  },
];

const blocks = documents().flatMap((document) =>
  fences(readFileSync(join(root, document), "utf8")).map((fence) => ({ ...fence, at: `${document}:${fence.line}` })),
);

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sockeye-config-"));
  const { private: key, cert } = await generate([{ name: "commonName", value: "app.example" }]);
  writeFileSync(join(folder, "key.pem"), key);
  writeFileSync(join(folder, "cert.pem"), cert);
  writeFileSync(join(folder, "both.pem"), `${cert}\n${key}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(LANGUAGES)("$info", ({ info, file, probe, check }) => {
  const [program] = probe;
  it.skipIf(!hasProgram(...probe)).each(blocks.filter((block) => block.info === info))("$at", ({ text }) => {
    const path = join(folder, file);
    // What is on nobody's machine but the reader's: the certificate, where Node is, a port that only root may take.
    const here = text
      .replaceAll("/etc/ssl/app.example", folder)
      .replaceAll("/usr/bin/node", process.execPath)
      .replaceAll(/(listen |bind :)443/g, (_, word: string) => `${word}${word === "bind :" ? "" : "127.0.0.1:"}18443`);
    writeFileSync(path, here);
    const { status, stdout, stderr } = spawnSync(program, check(path, folder), { encoding: "utf8", env: environment });
    expect(status, stdout + stderr).toBe(0);
  });
});

it.each(blocks.filter(({ info }) => info === "json"))("json: $at", ({ text }) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

it.each(blocks.filter(({ info }) => info === "yaml"))("yaml: $at", ({ text }) => {
  expect(parse(text)).toBeTypeOf("object");
});

it("every block is in a language that is checked, or that needs none", () => {
  const checked = ["ts", "ts no-check", "json", "yaml", ...LANGUAGES.map(({ info }) => info)];
  const others = ["text", "http", "html", "js", "dockerfile"];
  expect(
    blocks.filter(({ info }) => ![...checked, ...others].includes(info)).map(({ at, info }) => [at, info]),
  ).toEqual([]);
});
