// The command line of `sockeye-serve`.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { StaticOptions } from "../options.js";

export interface Settings {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  /** Whether a port that is taken is an error; else the next free one is used. */
  readonly strictPort: boolean;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string; readonly passphrase: string | undefined } | null;
  readonly auth: { readonly user: string; readonly password: string } | null;
  readonly cors: boolean;
  readonly open: boolean;
  readonly quiet: boolean;
  readonly files: StaticOptions;
}

/** What was said on the command line cannot be done. The message is for people. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Environment = Readonly<Record<string, string | undefined>>;

export const OPTIONS = {
  port: { type: "string", short: "p" },
  host: { type: "string", short: "H" },
  "strict-port": { type: "boolean" },
  single: { type: "boolean", short: "s" },
  fallback: { type: "string" },
  index: { type: "string", short: "i", multiple: true },
  extensions: { type: "string", short: "e" },
  listing: { type: "boolean" },
  dotfiles: { type: "boolean" },
  symlinks: { type: "string" },
  "max-age": { type: "string", short: "c" },
  immutable: { type: "string" },
  compress: { type: "boolean" },
  etag: { type: "boolean" },
  cors: { type: "boolean" },
  auth: { type: "string", short: "u" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "tls-passphrase": { type: "string" },
  open: { type: "boolean", short: "o" },
  quiet: { type: "boolean", short: "q" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

const DEFAULT_PORT = 8000;

/** @throws {UsageError} */
export function settingsOf(args: readonly string[], environment: Environment): Settings | "help" | "version" {
  const { values, positionals } = parsed(args);
  if (values.help === true) return "help";
  if (values.version === true) return "version";
  const [folder = ".", second] = positionals;
  if (second !== undefined) throw new UsageError(`One folder is served, and ${second} is a second one.`);
  return {
    folder,
    host: values.host ?? environment["HOST"] ?? "127.0.0.1",
    port: portOf(values.port ?? environment["PORT"]),
    strictPort: values["strict-port"] ?? false,
    tls: tlsOf(
      values["tls-cert"],
      values["tls-key"],
      values["tls-passphrase"] ?? environment["SOCKEYE_TLS_PASSPHRASE"],
    ),
    auth: authOf(values.auth ?? environment["SOCKEYE_AUTH"]),
    cors: values.cors ?? false,
    open: values.open ?? false,
    quiet: values.quiet ?? false,
    files: {
      listing: values.listing ?? true,
      fallback: fallbackOf(folder, values.single ?? false, values.fallback),
      index: values.index,
      extensions: extensionsOf(values.extensions ?? "html"),
      dotfiles: values.dotfiles === true ? "allow" : "deny",
      symlinks: symlinksOf(values.symlinks),
      maxAge: values["max-age"] === undefined ? undefined : wholeNumber("--max-age", values["max-age"]),
      immutable: values.immutable === undefined ? undefined : patternOf(values.immutable),
      precompressed: true,
      compress: values.compress ?? true,
      etag: values.etag ?? true,
    },
  };
}

const CONFIG = { options: OPTIONS, allowPositionals: true, allowNegative: true } as const;

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<typeof CONFIG>> {
  try {
    return parseArgs({ ...CONFIG, args: [...args] });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = wholeNumber("--port", text);
  if (port > 65535) throw new UsageError(`--port is 0 to 65535, and not ${text}.`);
  return port;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
    throw new UsageError(`${option} is a whole number, and not ${JSON.stringify(text)}.`);
  }
  return number;
}

function tlsOf(cert: string | undefined, key: string | undefined, passphrase: string | undefined): Settings["tls"] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new UsageError("--tls-cert and --tls-key go together.");
  return { cert, key, passphrase };
}

function authOf(text: string | undefined): Settings["auth"] {
  if (text === undefined) return null;
  const colon = text.indexOf(":");
  if (colon <= 0) throw new UsageError("--auth is user:password.");
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

// A 404.html in the folder is the page for misses, as elsewhere.
function fallbackOf(folder: string, isSingle: boolean, fallback: string | undefined): StaticOptions["fallback"] {
  if (fallback !== undefined || isSingle) return fallback ?? "index.html";
  return existsSync(join(folder, "404.html")) ? { file: "404.html", status: 404 } : undefined;
}

function extensionsOf(text: string): string[] {
  return text.split(",").filter((extension) => extension !== "");
}

function symlinksOf(text: string | undefined): StaticOptions["symlinks"] {
  if (text === undefined || text === "deny" || text === "inside" || text === "follow") return text;
  throw new UsageError(`--symlinks is deny, inside or follow, and not ${JSON.stringify(text)}.`);
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`--immutable is a regular expression, and ${JSON.stringify(text)} is none.`);
  }
}
