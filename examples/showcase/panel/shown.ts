// What the panel shows, as its routes give it.

export interface WireText {
  /** One character an octet. What is secret is starred out, octet for octet. */
  readonly text: string;
  /** Of all octets, with those that were not kept. */
  readonly octets: number;
}

/** An exchange in a row of the list. */
export interface ExchangeRow {
  /** `<connection>.<its exchange>`, as Exchange-Id says it. */
  readonly id: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** `null` before the response has begun. */
  readonly status: number | null;
  readonly state: "open" | "finished" | "cut";
  /** Milliseconds from the request until the response was handed over; until now, where it still runs. */
  readonly milliseconds: number;
}

/** A middleware or a handler, in milliseconds since the exchange began; `to` is `null` while it runs. */
export interface ExchangeStep {
  readonly kind: "middleware" | "handler";
  readonly name: string;
  readonly from: number;
  readonly to: number | null;
}

export interface ExchangeDetails extends ExchangeRow {
  readonly path: string;
  readonly received: WireText;
  readonly sent: WireText;
  /** The outermost first. */
  readonly steps: readonly ExchangeStep[];
}

export interface Refusal {
  /** ISO 8601. */
  readonly time: string;
  readonly code: string;
  /** Four lines, the last with a caret under the octet. */
  readonly explanation: string;
}

/** Since the start. */
export interface Totals {
  readonly exchanges: number;
  readonly cut: number;
  readonly refused: number;
  /** Octets. */
  readonly received: number;
  readonly sent: number;
}

export interface Now {
  readonly connections: { readonly open: number; readonly active: number; readonly idle: number } | null;
  readonly totals: Totals;
  /** The newest first. */
  readonly exchanges: readonly ExchangeRow[];
  readonly refusals: readonly Refusal[];
}
