// What lets light objects stand where the platform looks for its own.

/** A Response of the platform over octets, for what only it can do: parse a form, make a Blob. */
export function nativeContent(octets: Uint8Array<ArrayBuffer>, contentType: string | null): Response {
  return new Response(octets, contentType === null ? {} : { headers: { "content-type": contentType } });
}

/**
 * Where the platform keeps the state of its objects under symbols (Node 20 and 22, Deno), light objects hand it out from
 * a native one that is made when it is asked for.
 * @returns the native object of a light one, always the same
 */
export function handOut<T extends object, N extends object>(
  prototype: T,
  example: N,
  makeNative: (light: T) => N,
): (light: T) => N {
  const natives = new WeakMap<T, N>();
  const nativeOf = (light: T): N => {
    const native = natives.get(light) ?? makeNative(light);
    natives.set(light, native);
    return native;
  };
  for (const symbol of Object.getOwnPropertySymbols(example)) {
    Object.defineProperty(prototype, symbol, {
      configurable: true,
      get(this: T): unknown {
        return Reflect.get(nativeOf(this), symbol);
      },
    });
  }
  return nativeOf;
}

/** Holds a stream that nobody can read: the body of a message whose content was read as a whole. */
export function usedContent(): Response {
  const response = new Response(new ReadableStream<Uint8Array>());
  response.body?.getReader();
  return response;
}
