// What holds for every message: what one side writes the other one reads, however it is cut. The seed is fixed, so that a
// failure is one for everybody; the exploring is done by `npm run fuzz`.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ClientCodec,
  type ClientEvent,
  type Octets,
  ProtocolError,
  ServerCodec,
  type ServerEvent,
} from "../../src/protocol/index.js";
import {
  type Content,
  cutAt,
  cuts,
  type FieldLine,
  octets,
  type RequestSpec,
  type ResponseSpec,
  request,
  response,
} from "./arbitraries.js";
import { requestTranscript, responseTranscript } from "./transcript.js";

fc.configureGlobal({ seed: 9112, numRuns: 1500 });

/** A message as its reader saw it. */
interface Seen {
  readonly head: readonly unknown[];
  /** Without those that the codec writes. */
  readonly fields: readonly FieldLine[];
  readonly framing: string;
  content: string;
  trailers: readonly FieldLine[];
}

const WRITTEN_BY_CODEC = /^(?:content-length|transfer-encoding|connection)$/i;
const MANY_RUNS = 6000;

describe("what a client writes, a server reads", () => {
  it("one request, cut anywhere", () => {
    fc.assert(
      fc.property(request, cuts, (spec, places) => {
        expect(readRequests(cutAt(writeRequests([spec]), places))).toEqual([requestSeen(spec)]);
      }),
    );
  });

  it("pipelined requests, cut anywhere", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 2, maxLength: 5 }), cuts, (specs, places) => {
        expect(readRequests(cutAt(writeRequests(specs), places))).toEqual(specs.map(requestSeen));
      }),
    );
  });
});

describe("what a server writes, a client reads", () => {
  it("responses in a row, cut anywhere", () => {
    fc.assert(
      fc.property(fc.array(response, { minLength: 1, maxLength: 4 }), cuts, (specs, places) => {
        const written = writeResponses(specs, "1.1");
        expect(readResponses(specs, cutAt(written, places))).toEqual(
          specs.flatMap((spec) => responseSeen(spec, "1.1")),
        );
      }),
    );
  });

  it("to HTTP/1.0 content of unknown length ends with the connection", () => {
    fc.assert(
      fc.property(response, cuts, (spec, places) => {
        const written = writeResponses([spec], "1.0");
        expect(readResponses([spec], cutAt(written, places))).toEqual(responseSeen(spec, "1.0"));
      }),
    );
  });
});

describe("arbitrary octets", () => {
  it("raise nothing but ProtocolError, and are read the same however they are cut", () => {
    fc.assert(
      fc.property(octets, cuts, fc.boolean(), (wire, places, eof) => {
        const pieces = cutAt(wire, places);
        // The transcript throws on whatever is no ProtocolError.
        expect(requestTranscript(pieces, eof).lines).toEqual(requestTranscript([wire], eof).lines);
        const methods = ["GET", "HEAD", "POST"];
        expect(responseTranscript(pieces, eof, methods).lines).toEqual(responseTranscript([wire], eof, methods).lines);
      }),
      { numRuns: MANY_RUNS },
    );
  });

  it("an error is final", () => {
    fc.assert(
      fc.property(octets, octets, (wire, more) => {
        const codec = new ServerCodec();
        const first = failureOf(codec, wire);
        fc.pre(first !== null);
        expect(failureOf(codec, more)).toBe(first);
        expect(codec.receiving).toBe("failed");
      }),
    );
  });
});

function writeRequests(specs: readonly RequestSpec[]): Buffer {
  const codec = new ClientCodec();
  return joined(
    specs.flatMap(({ content, ...head }) => [
      codec.sendRequest(content === null ? head : { ...head, contentLength: lengthOf(content) }),
      ...writeContent(codec, content),
    ]),
  );
}

/** The server's side of a connection on which these are the answers. */
function writeResponses(specs: readonly ResponseSpec[], version: "1.0" | "1.1"): Buffer {
  const codec = new ServerCodec();
  return joined(
    specs.flatMap((spec) => {
      codec.receive(Buffer.from(`${spec.method} / HTTP/${version}\r\nHost: a\r\n\r\n`));
      while (typeof codec.nextEvent() === "object");
      const { earlyHints, status, reason, fields, content } = spec;
      const early = earlyHints === null || version === "1.0" ? [] : [codec.sendInformational(103, earlyHints)];
      const contentLength = status === 204 || status === 205 ? null : lengthOf(content);
      const head = codec.sendResponse({ status, reason, fields, contentLength });
      if (!hasContent(spec)) return [...early, head, codec.sendEnd()];
      return [...early, head, ...writeContent(codec, version === "1.0" ? withoutTrailers(content) : content)];
    }),
  );
}

function writeContent(codec: ClientCodec | ServerCodec, content: Content): Octets[] {
  if (content === null) return [codec.sendEnd()];
  const pieces = content.pieces.flatMap((piece) => codec.sendContent(piece));
  return [...pieces, content.kind === "chunked" ? codec.sendEnd(content.trailers) : codec.sendEnd()];
}

function readRequests(pieces: readonly Uint8Array[]): Seen[] {
  const codec = new ServerCodec();
  const seen: Seen[] = [];
  for (const piece of pieces) {
    codec.receive(piece);
    for (let event = codec.nextEvent(); event !== "need-data"; event = codec.nextEvent()) {
      if (event !== "paused") {
        note(seen, event);
        continue;
      }
      if (codec.sending !== "idle") break;
      codec.sendResponse({ status: 404, contentLength: 0 });
      codec.sendEnd();
    }
  }
  return seen;
}

function readResponses(specs: readonly ResponseSpec[], pieces: readonly Uint8Array[]): Seen[] {
  const codec = new ClientCodec();
  for (const { method } of specs) {
    codec.sendRequest({ method, target: "/", fields: [["Host", "a"]] });
    codec.sendEnd();
  }
  const seen: Seen[] = [];
  const drain = (): void => {
    for (let event = codec.nextEvent(); typeof event === "object"; event = codec.nextEvent()) note(seen, event);
  };
  for (const piece of pieces) {
    codec.receive(piece);
    drain();
  }
  codec.receiveEnd();
  drain();
  expect(codec.receiving).toBe("closed");
  return seen;
}

function note(seen: Seen[], event: ServerEvent | ClientEvent): void {
  const last = seen.at(-1);
  switch (event.type) {
    case "closed":
      return;
    case "content":
      if (last !== undefined) last.content += Buffer.from(event.octets).toString("latin1");
      return;
    case "end":
      if (last !== undefined) last.trailers = [...(event.trailers ?? [])];
      return;
  }
  const head = event.type === "request" ? [event.method, event.target] : [event.status, event.reason];
  const fields = [...event.fields].filter(([name]) => !WRITTEN_BY_CODEC.test(name));
  const { framing } = event;
  seen.push({
    head,
    fields,
    framing: framing.kind === "length" ? `${framing.octets}` : framing.kind,
    content: "",
    trailers: [],
  });
}

function requestSeen({ method, target, fields, content }: RequestSpec): Seen {
  const framing = content === null ? "0" : framingOf(content, "chunked");
  return { head: [method, target], fields, framing, ...contentSeen(content) };
}

function responseSeen(spec: ResponseSpec, version: "1.0" | "1.1"): Seen[] {
  const { earlyHints, status, reason, fields, content } = spec;
  const none = { framing: "0", content: "", trailers: [] };
  const early: Seen[] =
    earlyHints === null || version === "1.0" ? [] : [{ head: [103, "Early Hints"], fields: earlyHints, ...none }];
  const head = [status, reason ?? expect.any(String)];
  if (!hasContent(spec)) return [...early, { head, fields, ...none }];
  const seen = contentSeen(content);
  if (version === "1.1") return [...early, { head, fields, framing: framingOf(content, "chunked"), ...seen }];
  return [{ head, fields, framing: framingOf(content, "close"), ...seen, trailers: [] }];
}

function contentSeen(content: Content): Pick<Seen, "content" | "trailers"> {
  const text = Buffer.concat(content?.pieces ?? []).toString("latin1");
  return { content: text, trailers: content?.kind === "chunked" ? content.trailers : [] };
}

function framingOf(content: NonNullable<Content>, unknownLength: string): string {
  return String(lengthOf(content) ?? unknownLength);
}

function lengthOf({ kind, pieces }: NonNullable<Content>): number | null {
  return kind === "chunked" ? null : pieces.reduce((sum, { length }) => sum + length, 0);
}

function hasContent({ method, status }: ResponseSpec): boolean {
  return method !== "HEAD" && status !== 204 && status !== 205 && status !== 304;
}

function withoutTrailers(content: NonNullable<Content>): NonNullable<Content> {
  return content.kind === "chunked" ? { ...content, trailers: [] } : content;
}

function joined(written: readonly Octets[]): Buffer {
  return Buffer.concat(written.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
}

function failureOf(codec: ServerCodec, wire: Uint8Array): ProtocolError | null {
  codec.receive(wire);
  try {
    while (typeof codec.nextEvent() === "object");
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return error as ProtocolError;
  }
}
