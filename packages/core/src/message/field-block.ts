// Field lines that are the same for many messages: judged once, and written as one text.

/** Strings that stand for one field line: the name in lower case, the name as it is written, the value. */
export const STRINGS_PER_LINE = 3;

// Names that the wire, or `Headers`, treats apart.
const APART: ReadonlySet<string> = new Set([
  ...["connection", "content-length", "date", "keep-alive", "set-cookie", "transfer-encoding", "upgrade"],
]);

export class FieldBlock {
  /** `STRINGS_PER_LINE` strings a field line, which are valid. */
  readonly lines: readonly string[];
  readonly names: ReadonlySet<string>;
  /** `Name: value CRLF` for each line. */
  readonly text: string;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    const names = new Set<string>();
    let text = "";
    for (let at = 0; at < lines.length; at += STRINGS_PER_LINE) {
      names.add(lines[at] as string);
      text += `${lines[at + 1]}: ${lines[at + 2]}\r\n`;
    }
    this.names = names;
    this.text = text;
  }

  /** Whether the lines can stay together beside others, which are `lines`. */
  fitsBeside(lines: readonly string[]): boolean {
    for (let at = 0; at < lines.length; at += STRINGS_PER_LINE) if (this.names.has(lines[at] as string)) return false;
    for (const name of this.names) if (APART.has(name)) return false;
    return true;
  }
}
