// Whether this process gets the processor: clients that come too late because of it break the rules against their will.

const LOOK = 100;
const STANDSTILL = 2_000;

let last = Number.NEGATIVE_INFINITY;
let looked = performance.now();

setInterval(() => {
  const now = performance.now();
  if (now - looked > STANDSTILL) last = now;
  looked = now;
}, LOOK).unref();

/** When this process last went on after a standstill of two seconds or more, by `performance.now()`. */
export function lastStandstill(): number {
  return performance.now() - looked > STANDSTILL ? performance.now() : last;
}
