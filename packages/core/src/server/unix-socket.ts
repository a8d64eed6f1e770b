// The file of a Unix socket: it outlives a program that is killed, and its name has a bound.

import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";

// sockaddr_un.sun_path without its NUL. Of a longer path the system would take the beginning.
const MOST_OCTETS = process.platform === "linux" ? 107 : 103;

/** @throws {Error} where the system cannot take the path whole */
export function checkSocketPath(path: string): void {
  const octets = Buffer.byteLength(path);
  if (process.platform === "win32" || octets <= MOST_OCTETS) return;
  throw new Error(`${path} is ${octets} octets long, and the path of a socket has ${MOST_OCTETS} at most.`);
}

/** Removes a socket that nobody listens on. @returns whether there was one */
export async function removeStaleSocket(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isSocket() || (await answers(path))) return false;
    await unlink(path);
    return true;
  } catch {
    return false;
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Whoever is too busy to accept, or lets us not in, is there.
    socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ECONNREFUSED"));
  });
}
