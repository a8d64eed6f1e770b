// Equal work: before a server is measured it answers the very octets of the load, and every answer is held against what the
// case expects.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { ClientCodec, type ResponseHead } from "@sockeye/core/protocol";
import type { ExpectedAnswer } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { type BenchRequest, requestOctets } from "./request.js";

const ANSWER_MS = 10_000;

export interface Answer {
  readonly head: ResponseHead;
  readonly content: Buffer;
}

/**
 * Sends `pipelining` requests in one write, then one more on the same connection.
 * @throws {BenchError} where an answer differs from the expected one, with what differs
 */
export async function verifyAnswers(
  server: string,
  port: number,
  request: BenchRequest,
  expected: ExpectedAnswer,
  pipelining = 1,
): Promise<void> {
  const client = await Client.connect(port);
  try {
    const answers = [...(await client.exchange(request, pipelining)), ...(await client.exchange(request, 1))];
    for (const answer of answers) {
      const difference = differenceOf(answer, expected);
      if (difference !== null) throw new BenchError(difference);
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new BenchError(`${server} does not do the same work (${request.method} ${request.path}): ${problem}`, {
      cause: error,
    });
  } finally {
    client.close();
  }
}

/** @returns what is wrong, in a few words; `null` where the answer is the expected one */
export function differenceOf({ head, content }: Answer, expected: ExpectedAnswer): string | null {
  const field = (name: string): string => head.fields.get(name) ?? "";
  const type = mediaType(field("content-type"));
  if (head.status !== (expected.status ?? 200)) return `status ${head.status}`;
  if (type !== expected.type) return `Content-Type is ${type || "missing"}, not ${expected.type}`;
  if (head.framing.kind !== expected.framing) return `framing is ${head.framing.kind}, not ${expected.framing}`;
  if (!content.equals(expected.content)) {
    return `content of ${content.length} octets is not the expected content of ${expected.content.length} octets`;
  }
  if (!/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(field("date")))
    return `Date is ${field("date") || "missing"}`;
  const unwanted = ["x-powered-by", ...(expected.validated === true ? [] : ["etag"])];
  for (const name of unwanted) if (field(name) !== "") return `${name} is sent`;
  return null;
}

// `text/plain;charset=UTF-8` and `text/plain; charset=utf-8` are one; application/json knows no charset (RFC 8259 §11).
function mediaType(value: string): string {
  const [type = "", ...parameters] = value
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  return type.startsWith("text/") ? [type, ...parameters].join("; ") : type;
}

/** One connection, judged by our own codec. */
export class Client {
  private readonly socket: Socket;
  private readonly codec: ClientCodec = new ClientCodec();
  private readonly answers: Answer[] = [];
  private head: ResponseHead | null = null;
  private pieces: Uint8Array[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async connect(port: number): Promise<Client> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new Client(socket);
  }

  /** Sends a request `times` times in one write. */
  async exchange(request: BenchRequest, times: number): Promise<Answer[]> {
    const octets = requestOctets(request);
    const { method, path: target, fields, content } = request;
    for (let i = 0; i < times; i++) {
      // The codec is told what is sent; the octets are those of the load.
      this.codec.sendRequest({ method, target, fields, contentLength: content?.length });
      if (content !== null) this.codec.sendContent(content);
      this.codec.sendEnd();
    }
    this.socket.write(times === 1 ? octets : Buffer.concat(Array.from({ length: times }, () => octets)));
    return this.receive(times);
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(count: number): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void): void => {
        clearTimeout(timer);
        this.socket.removeAllListeners();
        this.socket.on("error", () => {});
        settled();
      };
      const fail = (error: Error): void => settle(() => reject(error));
      const timer = setTimeout(() => fail(new BenchError(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
      this.socket.on("error", fail);
      this.socket.on("close", () => fail(new BenchError("the connection was closed before the answer was whole")));
      this.socket.on("data", (octets) => {
        try {
          this.codec.receive(octets);
          this.read();
        } catch (error) {
          return fail(error as Error);
        }
        if (this.answers.length >= count) settle(() => resolve(this.answers.splice(0)));
      });
    });
  }

  private read(): void {
    for (let event = this.codec.nextEvent(); typeof event !== "string"; event = this.codec.nextEvent()) {
      if (event.type === "response") this.head = event;
      else if (event.type === "content") this.pieces.push(event.octets);
      else if (event.type === "end" && this.head !== null) {
        if (!this.head.persistent) throw new BenchError("the connection is not kept alive");
        this.answers.push({ head: this.head, content: Buffer.concat(this.pieces) });
        this.head = null;
        this.pieces = [];
      }
    }
  }
}
