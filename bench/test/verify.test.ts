import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { requestOctets } from "../src/load/request.js";
import { verifyAnswers } from "../src/load/verify.js";

const REQUEST = { method: "GET", path: "/", fields: [["Host", "a"]], content: null } as const;
const EXPECTED = { type: "text/plain; charset=utf-8", content: Buffer.from("hello"), framing: "length" } as const;

const LINES = ["HTTP/1.1 200 OK", "Content-Type: text/plain;charset=UTF-8", "Date: Tue, 24 Nov 2026 22:59:38 GMT"];
const GOOD = answer(...LINES, "Content-Length: 5");

interface AnswerCase {
  readonly rule: string;
  readonly wire: string;
  readonly problem: RegExp | null;
}

const CASES: readonly AnswerCase[] = [
  { rule: "the expected answer", wire: GOOD, problem: null },
  { rule: "another status", wire: GOOD.replace("200 OK", "404 Not Found"), problem: /status 404/ },
  {
    rule: "another type",
    wire: GOOD.replace("plain", "html"),
    problem: /Content-Type is text\/html; charset=utf-8, not/,
  },
  { rule: "no charset", wire: GOOD.replace(";charset=UTF-8", ""), problem: /Content-Type is text\/plain, not/ },
  { rule: "other content", wire: GOOD.replace("hello", "hallo"), problem: /content of 5 octets is not the expected/ },
  {
    rule: "too long",
    wire: GOOD.replace("5\r\n\r\nhello", "6\r\n\r\nhello!"),
    problem: /of 6 octets is not the expected content of 5 octets/,
  },
  {
    rule: "content in chunks",
    wire: `${LINES.join("\r\n")}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    problem: /framing is chunked, not length/,
  },
  { rule: "no Date", wire: answer(...LINES.slice(0, 2), "Content-Length: 5"), problem: /Date is missing/ },
  { rule: "not kept alive", wire: GOOD.replace("Date", "Connection: close\r\nDate"), problem: /is not kept alive/ },
  { rule: "an ETag", wire: GOOD.replace("Date", 'ETag: "x"\r\nDate'), problem: /etag is sent/ },
  { rule: "no HTTP", wire: "hello\r\n\r\n", problem: /does not do the same work \(GET \/\)/ },
  { rule: "an early end", wire: GOOD.slice(0, -1), problem: /closed before the answer was whole/ },
];

describe("an answer is held against what is expected", () => {
  it.each(CASES)("$rule", async ({ wire, problem }) => {
    const verified = answering(wire, (port) => verifyAnswers("peer", port, REQUEST, EXPECTED, 3));
    if (problem === null) await expect(verified).resolves.toBeUndefined();
    else await expect(verified).rejects.toThrow(problem);
  });
});

/** Runs `use` beside a server that answers each request with `wire`, and hangs up where that is short. */
async function answering<T>(wire: string, use: (port: number) => Promise<T>): Promise<T> {
  const request = requestOctets(REQUEST);
  const server = createServer((socket) => {
    let received = 0;
    socket.on("error", () => {});
    socket.on("data", (octets) => {
      const before = Math.floor(received / request.length);
      received += octets.length;
      const count = Math.floor(received / request.length) - before;
      if (wire === GOOD.slice(0, -1)) socket.end(wire);
      else socket.write(wire.repeat(count));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

function answer(...lines: readonly string[]): string {
  return `${lines.join("\r\n")}\r\n\r\nhello`;
}
