// A law that did not hold. The laws are those of docs/architecture.md for the codec, and what follows from them.

export const LAWS = {
  cut: "any cut of the same octets gives the same events, the same error and the same offset",
  errors: "only ProtocolError comes out",
  final: "after an error every call throws the same error again",
  content: "content is what was received, and as long as was announced",
  head: "a head that was accepted reads the same when it is written out and read again",
  diagnosis: "the diagnosis is printable ASCII and its caret stands under the octet at the offset",
  hang: "reading ends, after a number of events that the octets bound",
  memory: "no more waits inside than the limits allow",
  framing: "another reader finds the same messages with the same ends",
} as const;

export type Law = keyof typeof LAWS;

export class BrokenLaw extends Error {
  override readonly name = "BrokenLaw";
  readonly law: Law;

  constructor(law: Law, detail: string) {
    super(detail);
    this.law = law;
  }
}

/** @throws {BrokenLaw} where the condition is false */
export function uphold(law: Law, condition: boolean, detail: () => string): asserts condition {
  if (!condition) throw new BrokenLaw(law, detail());
}
