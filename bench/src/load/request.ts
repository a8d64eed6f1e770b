// The request of a case, for generators that want octets and for those that want its parts.

export interface BenchRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Without Content-Length. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly content: Uint8Array | null;
}

export function requestOctets({ method, path, fields, content }: BenchRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  if (content !== null) lines.push(`Content-Length: ${content.length}`);
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return content === null ? head : Buffer.concat([head, content]);
}
