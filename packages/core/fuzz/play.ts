// Plays one delivery into a codec, and holds it on the way to the laws that every single call has to keep.

import { ClientCodec, DEFAULT_LIMITS, ProtocolError, ServerCodec } from "../src/protocol/index.js";
import { BrokenLaw, uphold } from "./broken-law.js";
import type { Input } from "./input.js";
import { describeEvent, type Message, type Observation } from "./observation.js";

/** A codec that has sent or will send what lets it read on. */
interface Peer {
  readonly codec: ServerCodec | ClientCodec;
  /** Method of the request that a response answers, the `index`th one. */
  readonly method: (index: number) => string;
  /** Finishes the exchange where that is what the codec waits for. */
  readonly answer: () => boolean;
  /** Answers a request that was refused; gives the head. */
  readonly refuse: (status: number) => string | null;
}

const CALLS_PER_OCTET = 4;
const CALLS_PER_PIECE = 4;
const CALLS_AT_LEAST = 32;
// Line ends, the status-line or method before a limit is known to be passed, the digits of a chunk-size.
const OCTETS_BEYOND_LIMITS = 128;

/** @throws {BrokenLaw} `errors`, `final`, `content`, `hang`, `memory` */
export function play(input: Input, pieces: readonly Uint8Array[]): Observation {
  return new Player(input, pieces).play();
}

class Player {
  readonly #input: Input;
  readonly #pieces: readonly Uint8Array[];
  readonly #peer: Peer;
  readonly #mostBuffered: number;
  readonly #lines: string[] = [];
  readonly #messages: Message[] = [];
  #received = 0;
  #calls = 0;
  #answered = 0;
  /** Where the last message ended. */
  #start = 0;
  #open: Message | null = null;
  #waitsFor = "";

  constructor(input: Input, pieces: readonly Uint8Array[]) {
    this.#input = input;
    this.#pieces = pieces;
    const limits = { ...DEFAULT_LIMITS, ...input.limits };
    this.#mostBuffered = Object.values(limits).reduce((sum, limit) => sum + limit, OCTETS_BEYOND_LIMITS);
    this.#peer = input.side === "requests" ? serverOf(input) : clientOf(input);
  }

  play(): Observation {
    const { codec } = this.#peer;
    // Before the first octet there is nothing to read.
    let error = this.#drain();
    for (const piece of this.#pieces) {
      this.#received += piece.length;
      only("receive", () => codec.receive(piece));
      error = this.#drain();
      if (error !== null) break;
    }
    if (error === null && this.#input.eof) {
      codec.receiveEnd();
      error = this.#drain();
    }
    const lastStart = this.#lastStart();
    if (this.#open !== null) this.#lines.push(`content so far ${JSON.stringify(this.#open.content)}`);
    this.#lines.push(`${this.#waitsFor}${codec.receiving}, ${codec.sending}, persistent ${codec.persistent}`);
    if (error !== null) this.#checkFinal(error);
    return { lines: this.#lines, messages: this.#messages, lastStart, error };
  }

  /** Octets that have left the codec. */
  get #taken(): number {
    return this.#received - this.#peer.codec.buffered;
  }

  #drain(): ProtocolError | null {
    const { codec, answer } = this.#peer;
    const most = CALLS_PER_OCTET * this.#input.octets.length + CALLS_PER_PIECE * this.#pieces.length + CALLS_AT_LEAST;
    for (;;) {
      uphold("hang", ++this.#calls <= most, () => `${most} calls of nextEvent() have not come to an end`);
      const event = only("nextEvent", () => codec.nextEvent());
      if (event instanceof ProtocolError) {
        const { offset, field } = event.diagnosis;
        this.#lines.push(`error ${event.code} @${offset}${field === undefined ? "" : ` in ${field}`}`);
        this.#waitsFor = "";
        return event;
      }
      if (event === "paused" && only("the answer", answer) === true) continue;
      if (event === "need-data" || event === "paused") {
        this.#checkMemory();
        this.#waitsFor = `${event} behind ${this.#taken}, `;
        return null;
      }
      this.#note(event);
    }
  }

  #note(event: Exclude<ReturnType<ServerCodec["nextEvent"] | ClientCodec["nextEvent"]>, string>): void {
    const line = describeEvent(event);
    switch (event.type) {
      case "content":
        this.#noteContent(Buffer.from(event.octets).toString("latin1"));
        return;
      case "request":
      case "response":
      case "informational": {
        const method = event.type === "request" ? event.method : this.#peer.method(this.#answered);
        const informational = event.type === "informational";
        const headEnd = this.#taken;
        const message = {
          head: event,
          method,
          start: this.#start,
          headEnd,
          content: "",
          end: informational ? headEnd : null,
        };
        this.#messages.push(message);
        if (informational) this.#start = headEnd;
        else this.#open = message;
        break;
      }
      case "end":
        this.#noteEnd();
    }
    this.#lines.push(`${line} ..${this.#taken}`);
  }

  #noteContent(octets: string): void {
    const message = this.#open;
    uphold("content", message !== null && octets !== "", () => "content outside of a message, or none");
    if (message.content === "") this.#lines.push("content");
    message.content += octets;
    uphold("content", message.content.length <= this.#received, () => "more content than octets");
  }

  #noteEnd(): void {
    const message = this.#open;
    uphold("content", message !== null, () => "the end of no message");
    const { framing } = message.head;
    const length = message.content.length;
    const announced = framing.kind === "length" ? framing.octets : length;
    uphold("content", length === announced, () => `${announced} octets were announced and ${length} came out`);
    this.#lines.push(`content was ${JSON.stringify(message.content)}`);
    message.end = this.#taken;
    this.#start = this.#taken;
    this.#open = null;
    this.#answered++;
  }

  #checkFinal(error: ProtocolError): void {
    const { codec, refuse } = this.#peer;
    const again = (when: string): void => {
      const seen = only("nextEvent", () => codec.nextEvent());
      uphold("final", seen === error, () => `${when}: ${String(seen)}`);
    };
    again("at once");
    again("once more");
    uphold("final", codec.receiving === "failed" && !codec.persistent, () => `the state is ${codec.receiving}`);
    const answer = only("the answer", () => refuse(error.status));
    const closes = answer === null || String(answer).includes("\r\nConnection: close\r\n");
    uphold("final", closes, () => `the answer does not close the connection: ${answer}`);
    again("after the answer");
    if (!this.#input.eof) {
      only("receive", () => codec.receive(Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
      again("after more octets");
      codec.receiveEnd();
    }
    again("after the end");
  }

  #checkMemory(): void {
    const { buffered, receiving } = this.#peer.codec;
    // What follows a switch of protocols waits to be taken, and is no longer ours to limit.
    if (receiving === "switched") return;
    const most = this.#mostBuffered;
    uphold("memory", buffered <= most, () => `${buffered} octets wait, where the limits allow ${most}`);
  }

  #lastStart(): number {
    let at = this.#start;
    const isRequest = this.#input.side === "requests";
    while (isRequest && at < this.#taken && this.#input.octets.startsWith("\r\n", at)) at += 2;
    return at;
  }
}

/** What the call gives, or the `ProtocolError` that it throws. @throws {BrokenLaw} `errors` */
function only<T>(call: string, run: () => T): T | ProtocolError {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof ProtocolError && call === "nextEvent") return thrown;
    throw new BrokenLaw("errors", `${call} threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
  }
}

function serverOf({ limits }: Input): Peer {
  const codec = new ServerCodec(limits);
  return {
    codec,
    method: () => "",
    answer: () => {
      if (codec.receiving !== "done" || codec.sending !== "idle") return false;
      codec.sendResponse({ status: 404, contentLength: 0 });
      codec.sendEnd();
      return true;
    },
    refuse: (status) => {
      const head = codec.sendResponse({ status, contentLength: 0 });
      return head + codec.sendEnd();
    },
  };
}

function clientOf({ limits, methods, asksUpgrade }: Input): Peer {
  const codec = new ClientCodec(limits);
  const fields: [string, string][] = [["Host", "a"]];
  if (asksUpgrade) fields.push(["Connection", "upgrade"], ["Upgrade", "any"]);
  for (const method of methods) {
    codec.sendRequest({ method, target: method === "CONNECT" ? "a:1" : "/", fields });
    codec.sendEnd();
  }
  return { codec, method: (index) => methods[index] ?? "", answer: () => false, refuse: () => null };
}
