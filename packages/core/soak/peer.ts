// A client's end of one connection, which does as it is told: well or badly.

import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectSecure, TLSSocket } from "node:tls";
import { ClientCodec, type ClientEvent, type FieldSection, type RequestInit } from "../src/protocol/index.js";

/** Where the server listens. */
export interface Place {
  readonly port: number;
  readonly securePort: number;
}

/** The connection ended, or nothing came for too long. */
export class Gone extends Error {}

export interface Answer {
  readonly status: number;
  readonly fields: FieldSection;
  readonly octets: number;
  /** The content as latin1, where nobody else wanted it. */
  readonly text: string;
  /** Status codes of the interim responses before it. */
  readonly interim: readonly number[];
}

const LONGEST_WAIT = 30_000;
const HOST: readonly (readonly [string, string])[] = [["Host", "localhost"]];

export class Peer {
  readonly socket: Socket;
  readonly #codec = new ClientCodec();
  #error: Error | null = null;
  #ended = false;
  #endTold = false;
  /** Those who wait for something to happen. */
  #waiting: (() => void)[] = [];

  /** @throws {Gone} where no connection comes about */
  static async connect(place: Place, isSecure: boolean): Promise<Peer> {
    const options = { host: "127.0.0.1", allowHalfOpen: true };
    const plain = connectPlain({ ...options, port: isSecure ? place.securePort : place.port });
    const socket = isSecure ? connectSecure({ socket: plain, rejectUnauthorized: false }) : plain;
    const peer = new Peer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once(isSecure ? "secureConnect" : "connect", resolve);
      socket.once("close", () => reject(new Gone(`no connection: ${peer.#error?.message ?? "closed"}`)));
    });
    return peer;
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay();
    for (const event of ["readable", "drain", "close"]) socket.on(event, () => this.#wake());
    socket.on("end", () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on("error", (error) => {
      this.#error = error;
      this.#wake();
    });
  }

  /** Whether the server has closed its side. */
  get isOver(): boolean {
    return this.#ended || this.socket.destroyed;
  }

  /** Settles when the socket has room for more. @param octets of a string each character is one */
  async send(octets: string | Uint8Array): Promise<void> {
    if (this.socket.destroyed) throw this.#gone();
    const hasRoom = typeof octets === "string" ? this.socket.write(octets, "latin1") : this.socket.write(octets);
    if (hasRoom) return;
    while (this.socket.writableNeedDrain && !this.socket.destroyed) await this.#wait();
  }

  /** Sends the head of a request; `sendContent` and `sendEnd` follow, if it announces content. */
  async request(method: string, target: string, init: Partial<RequestInit> = {}): Promise<void> {
    const fields = [...HOST, ...((init.fields ?? []) as Iterable<readonly [string, string]>)];
    let octets = this.#codec.sendRequest({ method, target, ...init, fields });
    if (init.contentLength === undefined) octets += this.#codec.sendEnd();
    await this.send(octets);
  }

  async sendContent(octets: Uint8Array): Promise<void> {
    for (const piece of this.#codec.sendContent(octets)) await this.send(piece);
  }

  async sendEnd(): Promise<void> {
    await this.send(this.#codec.sendEnd());
  }

  end(): void {
    this.socket.end();
  }

  /** Goes away, by a reset where the transport has one. */
  leave(): void {
    if (this.socket.destroyed) return;
    if (this.socket instanceof TLSSocket) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  /**
   * The next response.
   * @param take gets the content, and may take its time; without it the content is in `text`
   * @throws {Gone} where it does not come whole; `ProtocolError` where it is none
   */
  async answer(take?: (octets: Uint8Array) => void | Promise<void>): Promise<Answer> {
    const interim: number[] = [];
    let head: Extract<ClientEvent, { status: number }> | null = null;
    let octets = 0;
    let text = "";
    for (;;) {
      const event = await this.#next();
      switch (event.type) {
        case "informational":
          interim.push(event.status);
          break;
        case "response":
          head = event;
          break;
        case "content":
          octets += event.octets.length;
          if (take === undefined) text += Buffer.from(event.octets).toString("latin1");
          else await take(event.octets);
          break;
        case "end": {
          const { status, fields } = head as NonNullable<typeof head>;
          return { status, fields, octets, text, interim };
        }
        default:
          throw new Gone("the connection was closed in place of an answer");
      }
    }
  }

  /** All that comes until the server closes. @throws {Gone} where it does not */
  async rest(): Promise<string> {
    let text = "";
    for (;;) {
      const octets = this.socket.read() as Buffer | null;
      if (octets !== null) text += octets.toString("latin1");
      else if (this.isOver) return text;
      else await this.#wait();
    }
  }

  /** An interim response. @throws {Gone} where something else comes, or nothing */
  async interim(): Promise<number> {
    const event = await this.#next();
    if (event.type !== "informational") throw new Gone(`no interim response, but ${event.type}`);
    return event.status;
  }

  async #next(): Promise<ClientEvent> {
    for (;;) {
      const event = this.#codec.nextEvent();
      if (typeof event !== "string") return event;
      const octets = this.socket.read() as Buffer | null;
      if (octets !== null) this.#codec.receive(octets);
      else if (this.#ended && !this.#endTold) {
        this.#endTold = true;
        this.#codec.receiveEnd();
      } else if (this.isOver) throw this.#gone();
      else await this.#wait();
    }
  }

  /** Settles when something has happened. */
  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Gone(`nothing happened for ${LONGEST_WAIT} ms`)), LONGEST_WAIT);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #gone(): Gone {
    return new Gone(`the connection is closed: ${this.#error?.message ?? "by the server"}`);
  }
}
