// The laws of a head that was accepted: what stands in it is what the grammar allows, and written out and read again it
// is the same head. A head that reads differently the second time is one that a proxy and the server behind it disagree on.

import { ClientCodec, type Limits, ServerCodec } from "../src/protocol/index.js";
import { uphold } from "./broken-law.js";
import { describeHead, type Head, type Message } from "./observation.js";

// Written out, a head may be larger than it came: a SP follows each colon.
const NO_LIMITS: Partial<Limits> = { requestLine: 1e8, headerSection: 1e8, fieldLines: 1e8 };

// RFC 9110 §5.6.2, §5.5 and RFC 9112 §3.2, §4, once more and in other words than in the codec.
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const TARGET = /^[!-~]+$/;
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
const OUTER_WHITESPACE = /^[\t ]|[\t ]$/;

/** @throws {BrokenLaw} `head` */
export function checkHead({ head, method }: Message): void {
  if (head.type === "request") {
    uphold("head", TOKEN.test(head.method), () => `method ${JSON.stringify(head.method)}`);
    uphold("head", TARGET.test(head.target), () => `target ${JSON.stringify(head.target)}`);
  } else {
    uphold("head", head.status >= 0 && head.status <= 999, () => `status ${head.status}`);
    uphold("head", !CONTROL.test(head.reason), () => `reason ${JSON.stringify(head.reason)}`);
  }
  for (const [name, value] of head.fields) {
    uphold("head", TOKEN.test(name), () => `field name ${JSON.stringify(name)}`);
    const fits = !CONTROL.test(value) && !OUTER_WHITESPACE.test(value);
    uphold("head", fits, () => `value ${JSON.stringify(value)} of ${name}`);
  }
  checkLookUp(head);

  const again = readAgain(head, method);
  uphold("head", again === describeHead(head), () => `${describeHead(head)}\n  and again ${again}`);
}

/** A look-up by name finds what a walk over all lines does. */
function checkLookUp({ fields }: Head): void {
  const lines = [...fields];
  for (const [name] of lines) {
    const values = lines.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
    const found = fields.getAll(name.toUpperCase());
    uphold("head", JSON.stringify(found) === JSON.stringify(values), () => `getAll(${name}) gives ${found}`);
    uphold("head", fields.get(name.toLowerCase()) === values.join(", "), () => `get(${name})`);
  }
}

/** The event that the head gives when it is written out, as a line. */
function readAgain(head: Head, method: string): string {
  const codec = head.type === "request" ? new ServerCodec(NO_LIMITS) : clientOf(method);
  const version = `HTTP/${head.version}`;
  const startLine =
    head.type === "request"
      ? `${head.method} ${head.target} ${version}`
      : `${version} ${String(head.status).padStart(3, "0")} ${head.reason}`;
  const fieldLines = Array.from(head.fields, ([name, value]) => `${name}: ${value}\r\n`);
  codec.receive(Buffer.from(`${startLine}\r\n${fieldLines.join("")}\r\n`, "latin1"));
  try {
    const event = codec.nextEvent();
    return typeof event === "object" && "fields" in event ? describeHead(event) : JSON.stringify(event);
  } catch (error) {
    return String(error);
  }
}

function clientOf(method: string): ClientCodec {
  const codec = new ClientCodec(NO_LIMITS);
  const fields = [
    ["Host", "a"],
    ["Connection", "upgrade"],
    ["Upgrade", "any"],
  ] as const;
  codec.sendRequest({ method, target: method === "CONNECT" ? "a:1" : "/", fields });
  codec.sendEnd();
  return codec;
}
