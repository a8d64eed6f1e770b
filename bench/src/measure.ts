// CPU time, medians and tables: what every bench needs.

/** CPU time (user and system) that this process spends in `run`, in µs. */
export async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** The middle one, or what lies between the middle two; `NaN` of none. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** What `share` of the samples lie below, between two of them where it has to be. @param share 0 to 1 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Prints rows as a Markdown table. */
export function printTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log(tableOf(header, rows));
}

/** Rows as a Markdown table, its columns aligned. */
export function tableOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] as number)).join(" | ")} |`;
  return [lines[0] as string[], widths.map((width) => "-".repeat(width)), ...lines.slice(1)].map(write).join("\n");
}
