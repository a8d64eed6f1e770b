// The octets on their way out. What is written within one turn goes out in one write, and whoever produces more than the
// peer takes is told to wait.

import { Buffer } from "node:buffer";
import type { Octets } from "../protocol/index.js";
import { octetsChannel } from "./channels.js";
import { octetsUnderWay, type PeerSocket } from "./peer-socket.js";

// Octets that are gathered into one string. Larger ones are written by themselves: copying them would cost more.
const MOST_GATHERED = 16 * 1024;
// Octets that are cheaper to copy into that string than to write apart from it.
const MOST_COPIED = 4 * 1024;
// Octets of content that wait for the end of the turn, to go out in one write.
const MOST_IN_A_WRITE = 256 * 1024;

export class Output {
  readonly #socket: PeerSocket;
  readonly #connection: { readonly id: number };
  /** Gathered for the next write, one character an octet. */
  #text = "";
  #flushScheduled = false;
  /** Whether pieces of content wait for the end of the turn. */
  #isGathering = false;
  #drained: (() => void)[] = [];
  /** As `hasMoved` found them: octets of all writes that wait, and of the one that is under way. */
  #waiting = 0;
  #underWay = 0;

  constructor(socket: PeerSocket, connection: { readonly id: number }) {
    this.#socket = socket;
    this.#connection = connection;
  }

  /** Whether the peer has to take something before more is worth writing. */
  get isFull(): boolean {
    const { writableLength, writableNeedDrain } = this.#socket;
    return writableNeedDrain && !(this.#isGathering && writableLength < MOST_IN_A_WRITE);
  }

  /** Whether the peer has taken anything since this was asked last. A large write is taken in parts. */
  hasMoved(): boolean {
    const before = this.#waiting;
    const underWayBefore = this.#underWay;
    this.#waiting = this.#socket.writableLength;
    this.#underWay = this.#waiting === 0 ? 0 : octetsUnderWay(this.#socket);
    return this.#waiting < before || this.#underWay < underWayBefore;
  }

  /** @param text one character an octet */
  write(text: string): void {
    if (this.#text.length + text.length > MOST_GATHERED) this.#flushText();
    if (text.length > MOST_GATHERED) this.#send(text);
    else this.#text += text;
  }

  writeOctets(octets: Octets): void {
    if (typeof octets === "string") {
      this.write(octets);
      return;
    }
    this.#socket.cork();
    this.#flushText();
    this.#send(octets);
    this.#socket.uncork();
  }

  /** Pieces of content: in one write with what is gathered, and with more of them where that is there in a moment. */
  writePieces(pieces: readonly Octets[]): void {
    // A peer that is slow is given no more until it has taken what waits.
    if (!this.#isGathering && this.#socket.writableLength === 0) {
      this.#isGathering = true;
      this.#socket.cork();
      this.flushSoon();
    }
    this.#socket.cork();
    for (const piece of pieces) this.writeOctets(piece);
    this.#flushText();
    this.#socket.uncork();
  }

  /** A head and the content behind it, in one write. */
  writeWith(head: string, octets: Uint8Array): void {
    if (octets.length <= MOST_COPIED) {
      const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("latin1");
      this.write(head + text);
    } else {
      this.write(head);
      this.writeOctets(octets);
    }
  }

  /** A head, and content as UTF-8, in as few copies as can be. @param octets of the text in UTF-8 */
  writeUtf8(head: string, text: string, octets: number): void {
    if (octets > MOST_GATHERED) {
      this.#socket.cork();
      this.write(head);
      this.#flushText();
      this.#send(Buffer.from(text));
      this.#socket.uncork();
      return;
    }
    const whole = Buffer.allocUnsafe(head.length + octets);
    whole.write(head, "latin1");
    whole.write(text, head.length);
    this.writeOctets(whole);
  }

  /** All that is gathered goes out. */
  flush(): void {
    this.#flushText();
    if (!this.#isGathering) return;
    this.#isGathering = false;
    this.#socket.uncork();
  }

  /** Flushes behind everything that is to run in this turn: what promises bring that are settled already goes along. */
  flushSoon(): void {
    if (this.#flushScheduled || (this.#text === "" && !this.#isGathering)) return;
    this.#flushScheduled = true;
    process.nextTick(() => {
      this.#flushScheduled = false;
      this.flush();
    });
  }

  /** Settles when the peer has taken so much that more is worth producing, or has gone. */
  drained(): Promise<void> {
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** The socket has drained or closed. */
  release(): void {
    const waiting = this.#drained;
    if (waiting.length === 0) return;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }

  #flushText(): void {
    const text = this.#text;
    if (text === "") return;
    this.#text = "";
    this.#send(text);
  }

  #send(octets: Octets): void {
    const socket = this.#socket;
    if (socket.destroyed || socket.writableEnded) return;
    if (octetsChannel.hasSubscribers) {
      const copy = typeof octets === "string" ? Buffer.from(octets, "latin1") : octets;
      octetsChannel.publish({ connection: this.#connection, direction: "out", octets: copy });
    }
    if (typeof octets === "string") socket.write(octets, "latin1");
    else socket.write(octets);
  }
}
