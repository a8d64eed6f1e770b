// Plays octets into a codec and writes down what comes out, one line an event: see `WireCase.expected`.

import {
  ClientCodec,
  type ClientEvent,
  type FieldSection,
  type Limits,
  ProtocolError,
  ServerCodec,
  type ServerEvent,
} from "../../src/protocol/index.js";

export interface Transcript {
  readonly lines: readonly string[];
  /** Field lines of the first head. */
  readonly fields: readonly (readonly [string, string])[];
  readonly error: ProtocolError | null;
}

/** The ways to deliver octets: whole, at every cut in two, octet by octet. Long ones are cut in steps. */
export function* deliveries(octets: Uint8Array): Generator<Uint8Array[]> {
  yield [octets];
  for (const cut of cuts(octets.length)) yield [octets.subarray(0, cut), octets.subarray(cut)];
  yield Array.from(octets, (_, at) => octets.subarray(at, at + 1));
}

// Every cut, but where a limit makes a case very long: there at both ends, and what lies between in steps.
function* cuts(length: number): Generator<number> {
  const step = length <= 2048 ? 1 : Math.ceil(length / 128);
  for (let cut = 1; cut < length; cut += cut < 64 || cut > length - 64 ? 1 : step) yield cut;
}

/** The server's side: each complete request is answered, and the next one read. */
export function requestTranscript(pieces: Iterable<Uint8Array>, eof: boolean, limits?: Partial<Limits>): Transcript {
  const codec = new ServerCodec(limits);
  return play(codec, pieces, eof, () => {
    if (codec.receiving !== "done" || codec.sending !== "idle") return false;
    // Written for any request: what a CONNECT or an Upgrade asks for is refused.
    codec.sendResponse({ status: 404, contentLength: 0 });
    codec.sendEnd();
    return true;
  });
}

/** The client's side: one request a method is sent first. */
export function responseTranscript(
  pieces: Iterable<Uint8Array>,
  eof: boolean,
  methods: readonly string[] = ["GET"],
  limits?: Partial<Limits>,
  asksUpgrade = true,
): Transcript {
  const codec = new ClientCodec(limits);
  const fields: [string, string][] = [["Host", "a"]];
  if (asksUpgrade) fields.push(["Connection", "upgrade"], ["Upgrade", "any"]);
  for (const method of methods) {
    const target = method === "CONNECT" ? "a:1" : "/";
    codec.sendRequest({ method, target, fields });
    codec.sendEnd();
  }
  return play(codec, pieces, eof, () => false);
}

function play(
  codec: ServerCodec | ClientCodec,
  pieces: Iterable<Uint8Array>,
  eof: boolean,
  answer: () => boolean,
): Transcript {
  const lines: string[] = [];
  let fields: Transcript["fields"] = [];
  let error: ProtocolError | null = null;
  let isFirst = true;

  const drain = (): void => {
    for (;;) {
      const event = codec.nextEvent();
      if (event === "need-data") {
        codec.settle();
        return;
      }
      if (event === "paused") {
        if (answer()) continue;
        return;
      }
      if (isFirst && "fields" in event) {
        fields = [...event.fields];
        isFirst = false;
      }
      append(lines, event);
    }
  };
  try {
    for (const piece of pieces) {
      codec.receive(piece);
      drain();
    }
    if (eof) {
      codec.receiveEnd();
      drain();
    }
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    error = thrown;
    lines.push(`error ${thrown.code} @${thrown.diagnosis.offset}`);
  }
  return { lines, fields, error };
}

function append(lines: string[], event: ServerEvent | ClientEvent): void {
  switch (event.type) {
    case "request":
      lines.push(
        `request ${event.method} ${event.target} ${event.version}${flags(!event.persistent, event.expectsContinue, event.upgrade)}`,
      );
      return;
    case "informational":
      lines.push(`informational ${event.status}`);
      return;
    case "response":
      lines.push(`response ${event.status} ${event.version}${flags(!event.persistent, false, event.upgrade)}`);
      return;
    case "content": {
      const text = Buffer.from(event.octets).toString("latin1");
      const last = lines.at(-1);
      if (last?.startsWith("content ") === true) lines[lines.length - 1] = last + text;
      else lines.push(`content ${text}`);
      return;
    }
    case "end":
      for (const [name, value] of (event.trailers ?? []) as FieldSection) lines.push(`trailer ${name}: ${value}`);
      lines.push("end");
      return;
    case "closed":
      lines.push("closed");
  }
}

function flags(close: boolean, awaitsContinue: boolean, upgrade: boolean): string {
  return `${close ? " [close]" : ""}${awaitsContinue ? " [continue]" : ""}${upgrade ? " [upgrade]" : ""}`;
}
