// A file that is open for reading.

import { closeSync, fstatSync, read, type Stats } from "node:fs";
import type { OpenFile } from "@sockeye/core/message";

/** Closing twice does no harm; while octets are read, closing waits for them, for the descriptor may soon be another file's. */
export class OpenedFile implements OpenFile {
  readonly fd: number;
  #stats: Stats;
  #reads = 0;
  #isClosed = false;

  constructor(fd: number, stats: Stats) {
    this.fd = fd;
    this.#stats = stats;
  }

  /** As it was when it was opened, or looked at again. */
  get stats(): Stats {
    return this.#stats;
  }

  lookAgain(): void {
    this.#stats = fstatSync(this.fd);
  }

  read(into: Uint8Array, position: number): Promise<number> {
    if (this.#isClosed) return Promise.reject(new Error("The file is closed"));
    this.#reads++;
    return new Promise((resolve, reject) => {
      read(this.fd, into, 0, into.length, position, (error, octets) => {
        this.#reads--;
        if (this.#isClosed) this.#release();
        if (error === null) resolve(octets);
        else reject(error);
      });
    });
  }

  /** @returns all octets of the file; `null` where it is not the same any more when they are read */
  async readAll(): Promise<Uint8Array | null> {
    const { size } = this.stats;
    const octets = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size; ) {
      const count = await this.read(octets.subarray(at), at);
      if (count === 0) return null;
      at += count;
    }
    return isSameState(this.stats, fstatSync(this.fd)) ? octets : null;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    if (this.#reads === 0) closeSync(this.fd);
  }
}

/** What tells one state of a file from another. */
export type FileState = Pick<Stats, "dev" | "ino" | "size" | "mtimeMs" | "ctimeMs">;

/** The state without the rest of what the system says, a fifth of its size. */
export function stateOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): FileState {
  return { dev, ino, size, mtimeMs, ctimeMs };
}

/** Whether nothing of the file has changed, so far as the file system can tell. */
export function isSameState(a: FileState, b: FileState): boolean {
  return a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino && a.ctimeMs === b.ctimeMs && a.dev === b.dev;
}
