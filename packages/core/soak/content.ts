// Content that server and clients make alike, from a number.

const LENGTH = 1 << 20;

/** Pseudo-random octets; what is sent is read from here on, round and round. */
export const BLOCK: Buffer = makeBlock();

/** The octets from `position` on, `most` of them or fewer. */
export function octetsAt(seed: number, position: number, most: number): Buffer {
  const start = (seed * 7919 + position) % LENGTH;
  return BLOCK.subarray(start, Math.min(LENGTH, start + most));
}

/** All octets of a content, copied. */
export function octetsOf(seed: number, size: number): Buffer {
  const whole = Buffer.allocUnsafe(size);
  for (let position = 0; position < size; ) position += octetsAt(seed, position, size - position).copy(whole, position);
  return whole;
}

/** Pieces of a content, of up to `most` octets. */
export function* piecesOf(seed: number, size: number, most: number): Generator<Buffer> {
  for (let position = 0; position < size; ) {
    const piece = octetsAt(seed, position, Math.min(most, size - position));
    position += piece.length;
    yield piece;
  }
}

export function isContent(seed: number, position: number, octets: Uint8Array): boolean {
  for (let at = 0; at < octets.length; ) {
    const expected = octetsAt(seed, position + at, octets.length - at);
    if (expected.compare(octets, at, at + expected.length) !== 0) return false;
    at += expected.length;
  }
  return true;
}

function makeBlock(): Buffer {
  const block = Buffer.alloc(LENGTH);
  let state = 0x9e3779b9;
  for (let at = 0; at < LENGTH; at += 4) {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block.writeInt32LE(state | 0, at);
  }
  return block;
}
