// Words for error messages.

export function nameOf(middleware: object): string {
  const { name } = middleware as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? name : "(anonymous)";
}

/** What a value is, for error messages; never what it holds. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" ? `an object of class ${name}` : "an object";
}
