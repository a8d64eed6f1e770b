// Where lines go by default: to the standard output, all of one turn of the loop in one write.

interface Stdout {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface Process {
  readonly stdout?: Stdout;
  on?(event: "exit", then: () => void): void;
}

// Not imported, for there are runtimes without it.
const { process } = globalThis as { process?: Process };
const stdout = process?.stdout;

export const isTerminal: boolean = stdout?.isTTY === true;

let text = "";
let isWaiting = false;

/** @param line with its end */
export function writeLine(line: string): void {
  if (stdout === undefined) {
    console.log(line.slice(0, -1));
    return;
  }
  text += line;
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(flush, 0);
}

function flush(): void {
  isWaiting = false;
  if (text === "") return;
  const whole = text;
  text = "";
  stdout?.write(whole);
}

process?.on?.("exit", flush);
