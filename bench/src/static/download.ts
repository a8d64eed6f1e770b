// Whole files, one after the other over one connection: what a download costs, with the file in the system's cache or not.

import { spawnSync } from "node:child_process";
import { createConnection } from "node:net";
import type { Entry, Measure, Sample, Session, Setting } from "../load/bench.js";
import { BenchError } from "../load/bench-error.js";
import { requestOctets } from "../load/request.js";
import { ServerProcess } from "../load/server-process.js";
import { FILES, type FileName, fileOf, MIB } from "./site.js";

export interface DownloadOptions {
  readonly file: FileName;
  /** Downloads in a sample. */
  readonly times: number;
  /** Whether the system's cache holds none of the file each time: Linux, and a file system on a disk. */
  readonly cold: boolean;
}

export function download({ file, times, cold }: DownloadOptions): Measure {
  return {
    figures: [
      { key: "cpu", title: "CPU ms per download", digits: 2 },
      { key: "user", title: "user", digits: 2 },
      { key: "system", title: "system", digits: 2 },
      { key: "wall", title: "wall ms", digits: 1 },
      { key: "rss", title: "RSS MiB", digits: 0 },
    ],
    rounds: (rounds) => rounds,
    open,
  };

  async function open(entry: Entry, { cores }: Setting): Promise<Session> {
    const path = fileOf(file);
    const server = await ServerProcess.start(entry.name, entry.server.launch(entry.work), cores.server);
    const fetchOnce = (): Promise<void> => {
      if (cold) forget(path);
      return server.alive(receive(server.port, requestOctets(entry.case.request), FILES[file]));
    };
    await fetchOnce();
    return { sample, close: () => server.stop() };

    async function sample(): Promise<Sample> {
      const before = await server.usage();
      const begin = performance.now();
      for (let i = 0; i < times; i++) await fetchOnce();
      const wall = (performance.now() - begin) / times;
      const after = await server.usage();
      const user = (after.user - before.user) / 1000 / times;
      const system = (after.system - before.system) / 1000 / times;
      return { cpu: user + system, user, system, wall, rss: after.rss / MIB };
    }
  }
}

/** Drops a file from the system's cache; GNU dd asks for it by posix_fadvise. */
function forget(path: string): void {
  const { status, stderr } = spawnSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { encoding: "utf8" });
  if (status !== 0) throw new BenchError(`dd could not drop ${path} from the cache: ${stderr}`);
}

/** Takes an answer to its end and throws it away. @throws {BenchError} where it is no 200 or ends early */
function receive(port: number, request: Buffer, length: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = "";
    let expected = Number.POSITIVE_INFINITY;
    let octets = 0;
    const buffer = Buffer.allocUnsafe(256 * 1024);
    const take = (count: number, piece: Uint8Array): boolean => {
      octets += count;
      if (expected === Number.POSITIVE_INFINITY) {
        head += Buffer.from(piece.buffer, piece.byteOffset, count).toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end >= 0) expected = end + 4 + length;
      }
      if (octets >= expected) finish();
      return true;
    };
    const socket = createConnection({ port, host: "127.0.0.1", onread: { buffer, callback: take } });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new BenchError(why));
    };
    const finish = (): void => {
      if (!head.startsWith("HTTP/1.1 200 ")) fail(`the answer begins with ${head.slice(0, 40)}`);
      else if (octets > expected) fail(`${octets - expected} octets too many came`);
      else {
        socket.removeAllListeners().on("error", () => {});
        socket.destroy();
        resolve();
      }
    };
    socket.on("error", reject).on("close", () => fail(`the answer ended after ${octets} octets`));
    socket.write(request);
  });
}
