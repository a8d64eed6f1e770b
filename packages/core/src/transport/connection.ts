// Drives a codec by a socket: octets in, one exchange after the other, octets out. A reader that is slow pauses the
// socket, a peer that is slow pauses the response.

import { channel } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import {
  type Octets,
  ProtocolError,
  REASON_PHRASES,
  type RequestHead,
  type ResponseInit,
  ServerCodec,
} from "../protocol/index.js";
import { RequestContent } from "./request-content.js";

/** What answers a request, by `Connection.respond`. Where it rejects, the connection is destroyed. */
export type Answer = (head: RequestHead, content: RequestContent, connection: Connection) => Promise<void>;

/** A response whose content comes piece by piece. */
export interface OutgoingResponse extends ResponseInit {
  readonly content: AsyncIterable<Uint8Array> | null;
}

// A peer that pipelines is read no further while this much of what it sent waits for its turn.
const MOST_BUFFERED = 64 * 1024;
// How long a connection that we have ended is still read, so that the peer gets our last octets and not a reset.
const LINGER_MILLISECONDS = 2000;

const protocolErrors = channel("sockeye:protocol-error");

export class Connection {
  readonly #socket: Socket;
  readonly #answer: Answer;
  readonly #codec = new ServerCodec();
  #content: RequestContent | null = null;
  #answering = false;
  #lingering = false;
  #closing = false;

  constructor(socket: Socket, answer: Answer) {
    this.#socket = socket;
    this.#answer = answer;
    socket.on("data", (octets) => {
      if (this.#lingering) return;
      this.#codec.receive(octets);
      this.#advance();
    });
    socket.on("end", () => {
      if (this.#lingering) return;
      this.#codec.receiveEnd();
      this.#advance();
    });
    // A peer that goes away is no error of ours; what it leaves behind ends in "close".
    socket.on("error", () => {});
    socket.on("close", () => this.#content?.fail(new Error("the peer closed the connection")));
  }

  /** Ends the connection with the response that is under way; now, where there is none. */
  close(): void {
    this.#closing = true;
    if (!this.#answering) this.#end();
  }

  /** Writes a whole response. A content that fails half-way destroys the connection, so that the peer can tell. */
  async respond({ content, ...response }: OutgoingResponse): Promise<void> {
    // The peer broke a rule further on in its request, and has been answered.
    if (this.#lingering) return;
    // Content that nobody has read would have to be read before the next request: that costs more than a new connection.
    const unread = this.#codec.receiving === "content";
    const fields = [...(response.fields ?? [])];
    if (unread || this.#closing) fields.push(["Connection", "close"]);
    const head = this.#codec.sendResponse({ ...response, fields });
    if (content === null) {
      this.#write([head, this.#codec.sendEnd()]);
      return;
    }
    this.#write([head]);
    for await (const piece of content) {
      if (this.#socket.destroyed) return;
      this.#write(this.#codec.sendContent(piece));
      await this.#drained();
    }
    this.#write([this.#codec.sendEnd()]);
  }

  #advance(): void {
    try {
      this.#readEvents();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (protocolErrors.hasSubscribers) protocolErrors.publish({ error, remote: this.#socket.remoteAddress });
      this.#refuse(error);
    }
  }

  #readEvents(): void {
    // What was pipelined by a peer that went away, or behind the end, is answered to nobody.
    while (!this.#socket.destroyed && !this.#lingering) {
      if (this.#content?.isFull === true) {
        this.#socket.pause();
        return;
      }
      const event = this.#codec.nextEvent();
      if (event === "paused" && this.#codec.buffered > MOST_BUFFERED) this.#socket.pause();
      if (typeof event === "string") return;
      if (event.type === "request") this.#begin(event);
      else if (event.type === "content") this.#content?.push(event.octets);
      else if (event.type === "end") this.#content?.end();
      else this.#end();
    }
  }

  #begin(head: RequestHead): void {
    this.#answering = true;
    const content = new RequestContent(() => {
      if (this.#codec.awaitsContinue) this.#write([this.#codec.sendInformational(100)]);
      this.#socket.resume();
      this.#advance();
    });
    this.#content = content;
    // What has arrived of the request is read first.
    Promise.resolve()
      .then(() => this.#answer(head, content, this))
      .then(() => this.#finish())
      // A reset, for to a peer that reads until the close a close would be the proper end.
      .catch(() => this.#socket.resetAndDestroy());
  }

  #finish(): void {
    this.#answering = false;
    this.#content = null;
    if (this.#codec.persistent) {
      this.#socket.resume();
      // What was pipelined waits for its turn, so that other connections have theirs, and a close is seen.
      if (this.#codec.buffered > 0) setImmediate(() => this.#advance());
      else this.#advance();
    } else if (this.#codec.sending !== "switched") {
      this.#end();
    }
  }

  /** Answers what broke a rule: the short status, and not a word of what was wrong (that is for our own eyes). */
  #refuse({ status }: ProtocolError): void {
    this.#content?.fail(new Error("the request broke off: a rule of HTTP was broken"));
    if (this.#codec.sending !== "idle") {
      this.#socket.destroy();
      return;
    }
    const text = `${status} ${REASON_PHRASES[status]}\n`;
    const fields: [string, string][] = [
      ["Date", new Date().toUTCString()],
      ["Content-Type", "text/plain; charset=utf-8"],
    ];
    const head = this.#codec.sendResponse({ status, fields, contentLength: text.length });
    this.#write([head, ...this.#codec.sendContent(text), this.#codec.sendEnd()]);
    this.#end();
  }

  /** Lingering close, RFC 9112 §9.6: half-close, read on until the peer has closed too, but not for ever. */
  #end(): void {
    if (this.#lingering) return;
    this.#lingering = true;
    this.#socket.end();
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MILLISECONDS);
    timer.unref();
    this.#socket.once("close", () => clearTimeout(timer));
  }

  /** Writes pieces as one. */
  #write(pieces: readonly Octets[]): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    socket.cork();
    for (const piece of pieces) {
      if (typeof piece !== "string") socket.write(piece);
      else if (piece !== "") socket.write(piece, "latin1");
    }
    socket.uncork();
  }

  /** Settles when the peer has taken so much that more is worth producing. */
  async #drained(): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed || !socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        socket.off("drain", settle).off("close", settle);
        resolve();
      };
      socket.on("drain", settle).on("close", settle);
    });
  }
}
