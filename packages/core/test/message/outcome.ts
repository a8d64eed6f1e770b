// What a conformance row came to: a value to compare, or the kind of error.

export type Outcome = { readonly value: unknown } | { readonly error: string };

/** Runs to the end of what was promised. */
export async function outcome(run: () => unknown): Promise<Outcome> {
  try {
    return { value: await plain(await run()) };
  } catch (error) {
    return { error: error instanceof Error ? error.constructor.name : `thrown: ${String(error)}` };
  }
}

/** Objects of the platform and ours as data, so that they can be compared. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Headers) return [...value];
  if (value instanceof Blob) return { type: value.type, octets: [...new Uint8Array(await value.arrayBuffer())] };
  if (value instanceof ArrayBuffer) return { buffer: [...new Uint8Array(value)] };
  if (value instanceof FormData) return Promise.all([...value].map(async ([name, part]) => [name, await plain(part)]));
  if (value instanceof Response) {
    const { status, statusText, ok, type, url, redirected, bodyUsed } = value;
    return { status, statusText, ok, type, url, redirected, bodyUsed, headers: [...value.headers] };
  }
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  return value;
}
