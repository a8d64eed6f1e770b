// CPU time, medians and tables: what every bench needs.

/** CPU time (user and system) that this process spends in `run`, in µs. */
export async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** Prints rows as a Markdown table. */
export function printTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  const print = (line: readonly string[]): void => {
    console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column] as number)).join(" | ")} |`);
  };
  print(lines[0] as string[]);
  print(widths.map((width) => "-".repeat(width)));
  for (const line of lines.slice(1)) print(line);
}
