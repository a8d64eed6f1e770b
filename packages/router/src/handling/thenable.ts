// What can be awaited and is none of the engine's own promises: queries that run when they are awaited, promises of another
// realm. To take one for the value that it promises would let anything pass.

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
