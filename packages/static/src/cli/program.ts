// `sockeye-serve`: serves a folder until it is told to stop.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { type Handler, type ServeOptions, type Server, serve } from "@sockeye/core";
import { files } from "../files.js";
import { urlsOf } from "./addresses.js";
import { withBasicAuth, withCors, withLog } from "./around.js";
import { type Settings, UsageError } from "./settings.js";

/** How many ports are tried from the one that was asked for. */
const MOST_PORTS = 20;

/**
 * Listens, and prints where.
 * @throws {UsageError} for what people can mend: no such folder, no such certificate
 * @throws {Error} one readable line where the port cannot be had
 */
export async function start(settings: Settings, print: (line: string) => void): Promise<Server> {
  const server = await listen(handlerOf(settings, print), serveOptionsOf(settings), settings.strictPort);
  const { local, network } = urlsOf(server.url, settings.host, networkInterfaces());
  print(`Serving ${settings.folder}`);
  print(`  on this machine       ${local}`);
  for (const url of network) print(`  on the local network  ${url}`);
  if (settings.port !== 0 && server.port !== settings.port) print(`  (port ${settings.port} is in use)`);
  print("Ctrl-C stops it.");
  if (settings.open) openBrowser(local);
  return server;
}

function handlerOf(settings: Settings, print: (line: string) => void): Handler {
  let handler: Handler = fromFolder(settings);
  if (settings.auth !== null) handler = withBasicAuth(handler, settings.auth);
  // Browsers send no password with a preflight.
  if (settings.cors) handler = withCors(handler);
  return settings.quiet ? handler : withLog(handler, print);
}

function fromFolder({ folder, files: options }: Settings): Handler {
  try {
    return files(folder, options);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function serveOptionsOf({ host, port, tls }: Settings): ServeOptions {
  if (tls === null) return { host, port };
  const { cert, key, passphrase } = tls;
  return {
    host,
    port,
    tls: { cert: readPem(cert), key: readPem(key), ...(passphrase !== undefined && { passphrase }) },
  };
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function listen(handler: Handler, options: ServeOptions, isStrict: boolean): Promise<Server> {
  const { port: first = 0 } = options;
  for (let port = first; ; port++) {
    try {
      return await serve(handler, { ...options, port });
    } catch (error) {
      const isTaken = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === "EADDRINUSE";
      if (!isTaken || isStrict || port === 65535 || port - first === MOST_PORTS) throw error;
    }
  }
}

// What opens a URL on each system. Where there is none, the URL has been printed.
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  spawn(command as string, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
