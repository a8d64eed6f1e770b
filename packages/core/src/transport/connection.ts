// Drives a codec by a socket: octets in, one exchange after the other, octets out. A reader that is slow pauses the
// socket, a peer that is slow pauses the next exchange.

import { ExchangeError, type ExchangeErrorCode } from "../message/errors.js";
import { type FieldLines, ProtocolError, type RequestHead, ServerCodec } from "../protocol/index.js";
import { closeChannel, octetsChannel, openChannel, protocolErrorChannel } from "./channels.js";
import { faultAnswer } from "./fault-answer.js";
import type { OpenExchange } from "./open-exchange.js";
import { Output } from "./output.js";
import { Patience, type Phase } from "./patience.js";
import { type PeerSocket, reset } from "./peer-socket.js";
import { type ContentSupply, RequestContent } from "./request-content.js";
import type { Service } from "./service.js";
import { handOver, listenTo, type SocketListener } from "./socket-listener.js";

// A peer that pipelines is read no further while this much of what it sent waits for its turn.
const MOST_BUFFERED = 64 * 1024;
// Pipelined exchanges that are begun within one turn of the loop; then other connections have theirs.
const MOST_IN_A_TURN = 64;
let connectionsSoFar = 0;

export class Connection implements ContentSupply, SocketListener {
  /** Counts from 1, through all connections of the process. */
  readonly id: number = ++connectionsSoFar;
  readonly socket: PeerSocket;
  readonly output: Output;
  readonly codec: ServerCodec;
  /** Exchanges that were begun. */
  exchanges = 0;
  readonly #service: Service<Connection>;
  /** From its request until its response is handed over. */
  #exchange: OpenExchange | null = null;
  #toStart = false;
  /** From its request until its end has come. */
  #content: RequestContent | null = null;
  /** Octets of the content that had come when the response was finished. */
  #discardedFrom = 0;
  #advancing = false;
  #turnScheduled = false;
  #paused = false;
  #lingering = false;
  readonly #patience: Patience;

  constructor(socket: PeerSocket, service: Service<Connection>) {
    this.socket = socket;
    this.#service = service;
    this.codec = new ServerCodec(service.limits);
    this.output = new Output(socket, this);
    this.#patience = new Patience(service.clock.now);
    listenTo(socket, this);
    if (openChannel.hasSubscribers) openChannel.publish({ connection: this, socket });
  }

  /** Whether nothing that is written would reach the peer any more. */
  get isClosed(): boolean {
    return this.#lingering || this.socket.destroyed;
  }

  get isUploading(): boolean {
    return this.#content !== null;
  }

  /** Whether the response may leave the connection open: not while stopping, not before much unread content. */
  get mayPersist(): boolean {
    const { stopping, mostDiscarded } = this.#service;
    if (stopping) return false;
    const content = this.#content;
    return content === null || content.length === null || content.length - content.received <= mostDiscarded;
  }

  /** Writes an interim response. @throws {LocalProtocolError} the codes of `ServerCodec.sendInformational` */
  sendInformational(status: number, fields?: FieldLines): void {
    this.output.write(this.codec.sendInformational(status, fields));
    this.output.flush();
  }

  /** The response is written: the next exchange may begin. */
  finish(): void {
    this.#exchange = null;
    this.#patience.finished(this.#service.clock.now);
    const content = this.#content;
    // Whoever reads it already may read on.
    if (content !== null && !content.isUsed) this.#discard(content);
    if (this.codec.persistent || content?.isUsed === true) this.#advance();
    else this.#end();
  }

  /** Hands the socket over to another protocol, with what was received beyond the request. */
  release(): Uint8Array {
    this.output.flush();
    this.#exchange = null;
    if (this.#paused) this.#resume();
    handOver(this.socket);
    return this.codec.takeRemaining();
  }

  /** Ends the connection so that the peer can tell that a response is not whole. */
  cut(code: ExchangeErrorCode, cause?: Error): void {
    this.#abort(code, cause);
    this.output.flush();
    reset(this.socket);
  }

  /** Ends the connection where nothing is under way. */
  endIdle(): void {
    if (this.#exchange === null && this.codec.sending !== "switched") this.#end();
  }

  /** A reader wants content. */
  supply(): void {
    this.#patience.receivedAt = this.#service.clock.now;
    if (this.codec.awaitsContinue && this.#exchange !== null && this.codec.sending === "idle") {
      this.sendInformational(100);
    }
    this.#advance();
  }

  drop(): void {
    this.#advance();
  }

  receive(octets: Uint8Array): void {
    const { now } = this.#service.clock;
    // The first octet of a head starts its time.
    if (this.#exchange === null && this.codec.buffered === 0) this.#patience.headAt = now;
    this.#patience.receivedAt = now;
    if (this.#lingering) return;
    if (octetsChannel.hasSubscribers) octetsChannel.publish({ connection: this, direction: "in", octets });
    this.codec.receive(octets);
    this.#advance();
  }

  receiveEnd(): void {
    if (this.#lingering) return;
    this.#patience.halfClosedAt = this.#service.clock.now;
    this.codec.receiveEnd();
    this.#advance();
  }

  drained(): void {
    this.#patience.drained();
    this.output.release();
    this.#advance();
  }

  closed(): void {
    this.#abort("disconnect");
    this.output.release();
    this.#service.closed(this);
    if (closeChannel.hasSubscribers) closeChannel.publish({ connection: this, exchanges: this.exchanges });
  }

  failed(error: Error): void {
    this.#service.failed(error, this);
  }

  /** Looks whether anything has kept us waiting too long. */
  checkDeadlines(now: number): void {
    if (this.codec.sending === "switched") return;
    switch (
      this.#patience.judge(now, this.#phase(), this.output.isFull, this.output.hasMoved(), this.#service.deadlines)
    ) {
      case "rest":
        this.codec.rest();
        break;
      case "time-out":
        this.#answerFault(408, "timeout");
        break;
      case "expire":
        this.#exchange?.expire();
        break;
      case "suspect":
        this.#exchange?.suspect();
        break;
      case "abandon":
        this.#content?.fail(new ExchangeError("timeout"));
        this.#discard(this.#content as RequestContent);
        break;
      case "end":
        this.#end();
        break;
      case "reset":
        this.cut("timeout");
        break;
      case "destroy":
        this.socket.destroy();
        break;
      default:
    }
  }

  #phase(): Phase {
    const content = this.#content;
    if (this.#lingering) return this.socket.writableFinished ? "lingering" : "ending";
    if (this.#exchange !== null) return content?.isWanted === true ? "reading" : "answering";
    if (content !== null) return content.isUsed && !content.isWanted ? "held" : "discarding";
    if (this.codec.buffered > 0) return "head";
    return this.exchanges === 0 ? "fresh" : "idle";
  }

  #advance(): void {
    // A handler that answers or reads at once comes back here: the loop goes on for it.
    if (this.#advancing) return;
    this.#advancing = true;
    try {
      for (let begun = 0; ; begun++) {
        this.#read();
        if (!this.#toStart) break;
        if (begun === MOST_IN_A_TURN) {
          this.#nextTurn();
          break;
        }
        this.#toStart = false;
        (this.#exchange as OpenExchange).start();
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refuse(error);
    } finally {
      this.#advancing = false;
    }
    // What is under way may have something to write in a moment: all goes out together.
    if (this.#exchange !== null) this.output.flushSoon();
    else this.output.flush();
  }

  /** Reads until something has to happen first. */
  #read(): void {
    const { codec, output } = this;
    const isQuiet = !this.#paused && this.#patience.halfClosedAt < 0;
    // Between two exchanges, with nothing here: the codec need not be asked.
    if (codec.buffered === 0 && this.#exchange === null && this.#content === null && isQuiet) return;
    while (!this.#lingering && !this.socket.destroyed) {
      // The next request of a peer that does not take its answers waits.
      if (this.#content === null ? this.#exchange === null && output.isFull : this.#content.isFull) {
        this.#pause();
        return;
      }
      const event = codec.nextEvent();
      if (typeof event === "string") {
        if (event === "paused" && codec.buffered > MOST_BUFFERED) this.#pause();
        else if (this.#paused) this.#resume();
        codec.settle();
        return;
      }
      switch (event.type) {
        case "request":
          // Of a request with content, what is here already is read first.
          if (this.#begin(event)) return;
          break;
        case "content":
          this.#push(event.octets);
          break;
        case "end":
          if (event.trailers !== null) this.#exchange?.receiveTrailers(event.trailers);
          this.#content?.end();
          this.#content = null;
          // The response was the last, and content was read on behind it.
          if (this.#exchange === null && !codec.persistent) this.#end();
          break;
        default:
          this.#end();
      }
    }
  }

  /** @returns whether all of the request is here */
  #begin(head: RequestHead): boolean {
    const { framing } = head;
    const isWhole = framing.kind === "length" && framing.octets === 0;
    if (isWhole) this.codec.nextEvent();
    else this.#content = new RequestContent(framing.kind === "length" ? framing.octets : null, this);
    this.#patience.begunAt = this.#service.clock.now;
    this.exchanges++;
    this.#exchange = this.#service.open(head, this.#content, this);
    this.#toStart = true;
    return isWhole;
  }

  #push(octets: Uint8Array): void {
    const content = this.#content as RequestContent;
    content.push(octets);
    if (this.#exchange !== null || content.isUsed) return;
    if (content.received - this.#discardedFrom > this.#service.mostDiscarded) this.#end();
  }

  #discard(content: RequestContent): void {
    this.#discardedFrom = content.received;
    content.cancel();
  }

  #pause(): void {
    this.#paused = true;
    this.socket.pause();
  }

  #resume(): void {
    this.#paused = false;
    this.socket.resume();
  }

  #nextTurn(): void {
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    setImmediate(() => {
      this.#turnScheduled = false;
      this.#advance();
    });
  }

  #refuse(error: ProtocolError): void {
    if (protocolErrorChannel.hasSubscribers) {
      protocolErrorChannel.publish({ connection: this, error, remote: this.socket.remoteAddress });
    }
    this.#service.refused(error, this);
    this.#answerFault(error.status, "disconnect", error);
  }

  #answerFault(status: number, code: ExchangeErrorCode, cause?: Error): void {
    this.#abort(code, cause);
    if (this.codec.sending !== "idle") {
      this.cut(code);
      return;
    }
    this.output.write(faultAnswer(this.codec, status, this.#service.clock.dateLine));
    this.#end();
  }

  #abort(code: ExchangeErrorCode, cause?: Error): void {
    const exchange = this.#exchange;
    const content = this.#content;
    this.#exchange = null;
    this.#content = null;
    this.#toStart = false;
    content?.fail(new ExchangeError(code, { cause }));
    exchange?.abort(code, cause);
  }

  /** Lingering close: half-closes, and reads on until the peer has closed too (RFC 9112 §9.6). */
  #end(): void {
    if (this.#lingering) return;
    this.output.flush();
    this.#lingering = true;
    const { now } = this.#service.clock;
    this.#patience.endedAt = now;
    this.#patience.receivedAt = now;
    this.socket.end();
    this.#resume();
  }
}
