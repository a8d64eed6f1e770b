// What is sent and answered in the server bench: the same for every server.

export type Work = "hello" | "page" | "json" | "stream" | "upload";

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** 13 octets. */
export const HELLO = "Hello, world!";

/** 64 KiB of text, as a string: what a template gives. */
export const PAGE: string = Buffer.from("Sockeye salmon swim up the river. ".repeat(2000))
  .subarray(0, 64 * KIB)
  .toString("latin1");

/** 10 MiB in pieces of 64 KiB. */
export const STREAM_OCTETS: number = 10 * MIB;
export const PIECE: Uint8Array = Buffer.from(PAGE, "latin1");
export const PIECES: number = STREAM_OCTETS / PIECE.length;

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly lines: readonly { readonly article: string; readonly count: number; readonly price: number }[];
  readonly note: string;
}

/** 1 KiB as JSON. */
export const ORDER: Order = filledUp({
  id: 4711,
  customer: "Ada Lovelace",
  lines: Array.from({ length: 12 }, (_, index) => ({ article: `part-${100 + index}`, count: index + 1, price: 9.95 })),
  note: "",
});

/** What a handler makes of an order. */
export function receipt({ id, customer, lines }: Order): { id: number; customer: string; count: number } {
  return { id, customer, count: lines.reduce((sum, { count }) => sum + count, 0) };
}

export async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < PIECES; sent++) yield PIECE;
}

/** The same as the web platform has it. */
export function pieceStream(): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ === PIECES) controller.close();
      else controller.enqueue(PIECE);
    },
  });
}

/** Reads content to its end and throws it away. */
export async function discard(content: AsyncIterable<Uint8Array>): Promise<number> {
  let octets = 0;
  for await (const piece of content) octets += piece.length;
  return octets;
}

function filledUp(order: Order): Order {
  return { ...order, note: "x".repeat(KIB - JSON.stringify(order).length) };
}
