// The ways in which one input is delivered: whole, cut in two, in random pieces, octet by octet. Each piece stands at an
// odd place in memory between octets that are none of its own, for a reader that looks beyond its piece to trip over.

import { Random } from "./random.js";

export interface Delivery {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
}

const NEIGHBOURS = [0x00, 0x0a, 0x0d, 0x20, 0x31, 0x3a, 0x3f, 0x5f, 0x7f, 0xff];
const MOST_NEIGHBOURS = 7;

/** @param seed the same one gives the same deliveries */
export function* deliveries(octets: string, seed: number): Generator<Delivery> {
  const random = new Random(seed, octets.length);
  const whole = Buffer.from(octets, "latin1");
  yield { name: "whole", pieces: [placed(whole, random)] };

  const cut = random.below(whole.length + 1);
  yield {
    name: `cut at ${cut}`,
    pieces: [placed(whole.subarray(0, cut), random), placed(whole.subarray(cut), random)],
  };

  const pieces = randomPieces(whole, random);
  yield { name: `in pieces of ${pieces.map(({ length }) => length).join(", ")}`, pieces };

  const copy = placed(whole, random);
  yield { name: "octet by octet", pieces: Array.from(copy, (_, at) => copy.subarray(at, at + 1)) };
}

function randomPieces(octets: Uint8Array, random: Random): Uint8Array[] {
  const longest = random.pick([2, 3, 8, 40, 200, 2000, 20_000]);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < octets.length; ) {
    // Now and then an empty one, which changes nothing.
    const length = random.below(longest + 1);
    pieces.push(placed(octets.subarray(at, at + length), random));
    at += length;
  }
  return pieces;
}

/** A copy of the octets with neighbours on both sides; half of them are a Buffer, as a socket's are. */
function placed(octets: Uint8Array, random: Random): Uint8Array {
  const before = random.below(MOST_NEIGHBOURS + 1);
  const memory = new Uint8Array(before + octets.length + random.below(MOST_NEIGHBOURS + 1));
  memory.fill(random.pick(NEIGHBOURS));
  memory.set(octets, before);
  const piece = memory.subarray(before, before + octets.length);
  return random.oneIn(2) ? piece : Buffer.from(memory.buffer, before, octets.length);
}
