/** What query builders give: an object with a `then` that is no promise. */
export function thenable<Value>(value: Value): Promise<Value> {
  // biome-ignore lint/suspicious/noThenProperty: it is what this is for.
  return { then: (resolve: (value: Value) => void) => resolve(value) } as unknown as Promise<Value>;
}
