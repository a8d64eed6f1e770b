/** @param {number} octets @returns such as `512 B`, `4.2 kB` */
export function size(octets) {
  if (octets < 1000) return `${octets} B`;
  const [value, unit] = octets < 1_000_000 ? [octets / 1000, "kB"] : [octets / 1_000_000, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  if (milliseconds < 1000) return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
