// What lets light objects stand where the platform looks for its own.

/**
 * Lets what a light class does not have itself be had from a native object, which is made when it is asked for: members
 * that the platform has beyond the standard, and the symbols under which Node 20 and 22 and Deno keep the state of their
 * objects, so that `new Request(light)` and `fetch(light)` work there.
 */
export function delegate<Light extends object, Native extends object>(
  prototype: Light,
  example: Native,
  nativeOf: (light: Light) => Native,
): void {
  const keys = [...Reflect.ownKeys(Object.getPrototypeOf(example)), ...Object.getOwnPropertySymbols(example)];
  for (const key of keys) {
    if (Object.hasOwn(prototype, key) || key === Symbol.toStringTag) continue;
    Object.defineProperty(prototype, key, {
      configurable: true,
      get(this: Light): unknown {
        const native = nativeOf(this);
        const value: unknown = Reflect.get(native, key);
        return typeof value === "function" ? value.bind(native) : value;
      },
    });
  }
}

/** Makes one native object for each light one, which then shares its body. */
export function once<Light extends object, Native extends object>(
  make: (light: Light) => Native,
): (light: Light) => Native {
  const natives = new WeakMap<Light, Native>();
  return (light) => {
    const native = natives.get(light) ?? make(light);
    natives.set(light, native);
    return native;
  };
}

type Inspect = (value: unknown, options: object) => string;

/** How Node prints a light object; its own way wants its own object. */
export function printAs<Light extends object>(prototype: Light, name: string, shown: (light: Light) => object): void {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    configurable: true,
    value(this: Light, _depth: number, options: object, inspect: Inspect): string {
      return `${name} ${inspect(shown(this), options)}`;
    },
  });
}

/** A Response of the platform over octets, for what only it can do: parse a form, make a Blob. */
export function nativeContent(octets: Uint8Array<ArrayBuffer>, contentType: string | null): Response {
  return new Response(octets, contentType === null ? {} : { headers: { "content-type": contentType } });
}

/** Holds a stream that nobody can read: the body of a message whose content was read as a whole. */
export function usedContent(): Response {
  const response = new Response(new ReadableStream<Uint8Array>());
  response.body?.getReader();
  return response;
}
