// Stops a synchronous call that does not end, which nothing but V8's own watchdog can do from inside of a process.

import { Script } from "node:vm";

const CALL = "sockeyeFuzzCall";
const script = new Script(`globalThis.${CALL}()`);

/** @returns whether the call came to its end in time. What it throws is thrown on. */
export function endsWithin(milliseconds: number, call: () => void): boolean {
  Reflect.set(globalThis, CALL, call);
  try {
    script.runInThisContext({ timeout: milliseconds });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  }
}
