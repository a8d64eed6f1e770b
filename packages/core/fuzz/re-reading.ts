// A second reader of HTTP/1.1 messages, written from RFC 9112 §6 and §7 in the plainest way and sharing no line with the
// codec. It judges nothing: given a message that the codec has accepted, it says where that message ends.
//
// Read "sloppily", it takes bare CR and LF for line ends, folds lines, trims all that JavaScript holds for white space, and takes
// the first number it finds: as the laxest recipient that may stand behind us. Whatever the codec accepts has to read the
// same to both, for a message with two ends is how requests are smuggled (RFC 9112 §11.2).

export interface Reading {
  readonly headEnd: number;
  readonly framing: "chunked" | "close" | number;
  readonly content: string;
  /** `null`: the end has not been received. */
  readonly end: number | null;
}

/** What must be known of a message beside its octets: the status of a response, and the method of its request. */
export interface Context {
  readonly method: string;
  /** `null`: it is a request. */
  readonly status: number | null;
}

/** @returns `null` where the head has not been received whole */
export function readAgain(octets: string, start: number, { method, status }: Context, sloppy: boolean): Reading | null {
  let at = start;
  while (octets.startsWith("\r\n", at)) at += 2;

  const fields: [name: string, value: string][] = [];
  for (let isStartLine = true; ; isStartLine = false) {
    const line = readLine(octets, at, sloppy);
    if (line === null) return null;
    at = line.next;
    if (line.text === "") break;
    if (isStartLine) continue;
    const last = fields.at(-1);
    const colon = line.text.indexOf(":");
    // A response's folded lines are replaced by SP (RFC 9112 §5.2).
    const unfolds = sloppy || status !== null;
    if (unfolds && last !== undefined && /^[ \t]/.test(line.text)) last[1] += ` ${line.text}`;
    else fields.push([line.text.slice(0, colon).toLowerCase(), line.text.slice(colon + 1)]);
  }
  const headEnd = at;
  const framing = framingOf(fields, method, status, sloppy);
  if (framing === "chunked") return { headEnd, framing, ...readChunks(octets, headEnd, sloppy) };
  if (framing === "close") return { headEnd, framing, content: octets.slice(headEnd), end: octets.length };
  const isWhole = headEnd + framing <= octets.length;
  return {
    headEnd,
    framing,
    content: octets.slice(headEnd, headEnd + framing),
    end: isWhole ? headEnd + framing : null,
  };
}

/** RFC 9112 §6.3, its rules in its order. */
function framingOf(
  fields: readonly [string, string][],
  method: string,
  status: number | null,
  sloppy: boolean,
): Reading["framing"] {
  const trim = (text: string): string => (sloppy ? text.trim() : text.replace(/^[ \t]+|[ \t]+$/g, ""));
  const valuesOf = (wanted: string): string[] =>
    fields.filter(([name]) => (sloppy ? trim(name) : name) === wanted).map(([, value]) => trim(value));

  // 1. "Any response to a HEAD request and any response with a 1xx, 204, or 304 status code"
  if (status !== null && (method === "HEAD" || /^(?:1..|204|304)$/.test(String(status)))) return 0;
  // 2. "Any 2xx response to a CONNECT request"
  if (status !== null && method === "CONNECT" && /^2..$/.test(String(status))) return 0;
  // 3., 4. Transfer-Encoding
  const codings = valuesOf("transfer-encoding");
  const list = codings.join(",").toLowerCase();
  const isFinal = /(?:^|,)[ \t]*chunked$/.test(list);
  if (sloppy && status === null ? list.includes("chunked") : isFinal) return "chunked";
  if (codings.length > 0 && status !== null) return "close";
  // 5., 6. Content-Length
  const [length] = valuesOf("content-length");
  if (length !== undefined) return sloppy ? Number.parseInt(length.replace(/^[^0-9]+/, ""), 10) : Number(length);
  // 7. a request, 8. a response
  return status === null ? 0 : "close";
}

/** RFC 9112 §7.1.3, "Decoding Chunked". */
function readChunks(octets: string, start: number, sloppy: boolean): { content: string; end: number | null } {
  let content = "";
  let at = start;
  for (;;) {
    const line = readLine(octets, at, sloppy);
    if (line === null) return { content, end: null };
    const digits = /^[0-9A-Fa-f]+/.exec(line.text)?.[0];
    if (digits === undefined) return { content, end: null };
    const size = Number.parseInt(digits, 16);
    at = line.next;
    if (size === 0) break;
    content += octets.slice(at, at + size);
    const behind = readLine(octets, at + size, sloppy);
    if (behind === null) return { content, end: null };
    at = behind.next;
  }
  for (;;) {
    const line = readLine(octets, at, sloppy);
    if (line === null) return { content, end: null };
    at = line.next;
    if (line.text === "") return { content, end: at };
  }
}

/** The line that begins at `start`, and where the next one does. */
function readLine(octets: string, start: number, sloppy: boolean): { text: string; next: number } | null {
  for (let at = start; at < octets.length; at++) {
    if (octets.startsWith("\r\n", at)) return { text: octets.slice(start, at), next: at + 2 };
    // A CR at the very end may yet become a CRLF.
    const isLineEnd = octets[at] === "\n" || (octets[at] === "\r" && at + 1 < octets.length);
    if (sloppy && isLineEnd) return { text: octets.slice(start, at), next: at + 1 };
  }
  return null;
}
