// Finds the TypeScript examples of a Markdown text. CONTRIBUTING.md, "Examples in the documentation", is the scheme.

export interface DocBlock {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly code: string;
  /** What the example prints, where it is one that runs. */
  readonly output: string | null;
}

export interface Fence {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** What stands behind the opening fence: `ts no-check`. */
  readonly info: string;
  readonly text: string;
}

/**
 * @returns the `ts` blocks that are not marked `no-check`
 * @throws {Error} where a block begins with `// runs` and no `text` block follows it, or a fence is not closed
 */
export function docBlocks(markdown: string): DocBlock[] {
  const all = fences(markdown);
  return all.flatMap((fence, index): DocBlock[] => {
    if (fence.info !== "ts") return [];
    if (!fence.text.startsWith("// runs\n")) return [{ line: fence.line, code: fence.text, output: null }];
    const next = all[index + 1];
    if (next?.info !== "text") throw new Error(`The example of line ${fence.line} runs, and no text block follows it`);
    return [{ line: fence.line, code: fence.text, output: next.text }];
  });
}

/** All fenced blocks. @throws {Error} where one is not closed */
export function fences(markdown: string): Fence[] {
  const found: Fence[] = [];
  let open: { readonly line: number; readonly info: string; readonly text: string[] } | null = null;
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (open === null) {
      if (fence !== null) open = { line: index + 1, info: fence[1]?.trim() ?? "", text: [] };
    } else if (fence === null) {
      open.text.push(line);
    } else {
      found.push({ line: open.line, info: open.info, text: open.text.map((text) => `${text}\n`).join("") });
      open = null;
    }
  }
  if (open !== null) throw new Error(`The fence of line ${open.line} is not closed`);
  return found;
}
