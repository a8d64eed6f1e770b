// What one wire case is. The rows live in `cases/`, one file a topic; the tests, the fuzzer and the
// differential check all read the same rows.

import type { Limits } from "../../src/protocol/index.js";

export interface WireCase {
  /** Stable and unique, cited by docs/conformance.md: `topic/kebab-name`. */
  readonly id: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** Where the rule stands: `RFC 9112 §5.1`. */
  readonly section: string;
  /** The octets, one character (0x00–0xFF) each. */
  readonly wire: string;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /** The peer half-closes after the last octet. */
  readonly eof?: boolean;
  /** Field lines of the first head, in order, names as sent. Left out where the row is about something else. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
  /**
   * The transcript of all events; what is not all here yet leaves no line.
   *
   * - `request GET /path 1.1`, with flags behind it in this order where they hold: `[close]` (the connection does not
   *   persist), `[continue]` (100 Continue is awaited), `[upgrade]` (the Upgrade field or CONNECT: the protocol may be switched)
   * - `informational 103`, `response 200 1.1` (client side; `[close]` as above)
   * - `content hello` (all adjacent content as one line, octets as latin1 characters)
   * - `trailer Name: value`, one line each, then `end`
   * - `closed` (half-closed between messages)
   * - `error CODE`, or `error CODE @23` where the row also fixes the offset, counted in octets from the message's first octet
   */
  readonly expected: readonly string[];
}

/** A case for the client side: the methods of the requests whose answers the octets are. */
export interface ResponseWireCase extends WireCase {
  /** One method for each response, in order. @defaultValue `["GET"]` */
  readonly requests?: readonly string[];
  /** Whether the requests ask for another protocol by an Upgrade field. @defaultValue true */
  readonly asksUpgrade?: boolean;
}
