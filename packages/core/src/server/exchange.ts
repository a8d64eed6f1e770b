// One exchange of the web platform's objects: a Request for the handler, and its Response for the connection.

import { REASON_PHRASES, type RequestHead } from "../protocol/index.js";
import type { Answer, OutgoingResponse } from "../transport/connection.js";
import type { RequestContent } from "../transport/request-content.js";

/** Answers a request; what it throws is answered with 500. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** What the handler threw, and the request-line that it was about. */
export type ReportError = (error: unknown, requestLine: string) => void;

export function answerWith(handler: Handler, origin: string, report: ReportError): Answer {
  return async (head, content, connection) => {
    try {
      const response = await answer(handler, head, content, origin).catch((error: unknown) => {
        report(error, `${head.method} ${head.target}`);
        return statusResponse(500);
      });
      await connection.respond(await outgoing(response, head.method));
    } catch (error) {
      // Some of the response may be sent already: only the end of the connection shows that it is not whole.
      report(error, `${head.method} ${head.target}`);
      throw error;
    }
  };
}

async function answer(handler: Handler, head: RequestHead, content: RequestContent, origin: string): Promise<Response> {
  // A Request of the Fetch standard has neither of them.
  if (head.method === "CONNECT" || head.method === "TRACE") return statusResponse(501);
  const authority = head.authority === "" ? origin : head.authority;
  const url = `http://${authority}${head.path.startsWith("/") ? head.path : "/"}`;
  // The grammar of a host has names that no URL can have, such as 256.1.1.1.
  if (!URL.canParse(url)) return statusResponse(400);
  return handler(incoming(head, content, url));
}

function statusResponse(status: number): Response {
  return new Response(`${status} ${REASON_PHRASES[status]}\n`, { status });
}

function incoming(head: RequestHead, content: RequestContent, url: string): Request {
  const { method, framing } = head;
  const headers = new Headers([...head.fields]);
  const hasContent = framing.kind === "chunked" || (framing.kind === "length" && framing.octets > 0);
  if (!hasContent || method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const octets = await content.read();
        if (octets === null) controller.close();
        else controller.enqueue(octets);
      },
    },
    { highWaterMark: 0 },
  );
  return new Request(url, { method, headers, body, duplex: "half" } as RequestInit);
}

async function outgoing(response: Response, method: string): Promise<OutgoingResponse> {
  const fields: [string, string][] = [];
  let contentLength: number | null = null;
  response.headers.forEach((value, name) => {
    // The codec frames the message: what the handler says of the length is taken, what it says of the coding is not.
    if (name === "content-length" && /^\d+$/.test(value)) contentLength = Number(value);
    else if (name !== "content-length" && name !== "transfer-encoding") fields.push([name, value]);
  });
  if (!response.headers.has("date")) fields.push(["Date", new Date().toUTCString()]);
  const head = { status: response.status, reason: response.statusText || undefined, fields };
  if (response.body === null) return { ...head, contentLength: contentLength ?? 0, content: null };

  const reader = response.body.getReader();
  if (method === "HEAD") {
    await reader.cancel();
    return { ...head, contentLength, content: null };
  }
  // A string or a buffer is one piece, with the end right behind it: its length is known then.
  const first = await reader.read();
  if (first.done) return { ...head, contentLength: contentLength ?? 0, content: null };
  const second = reader.read();
  const isWhole = await Promise.race([second.then(({ done }) => done), nextTurn()]);
  if (isWhole && contentLength === null) contentLength = first.value.length;
  return { ...head, contentLength, content: pieces(first.value, second, reader) };
}

async function* pieces(
  first: Uint8Array,
  second: ReturnType<typeof reader.read>,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let result = await second; !result.done; result = await reader.read()) yield result.value;
  } finally {
    // Where the peer went away, the source is told.
    await reader.cancel().catch(() => {});
  }
}

function nextTurn(): Promise<false> {
  return new Promise((resolve) => setImmediate(resolve, false));
}
