import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it.each([
  {
    rule: "content in chunks, and trailers",
    wire: "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n",
    shown:
      'POST /a HTTP/1.1 (chunked)\n  Host: a\n  Transfer-Encoding: chunked\n  2 octets: "hi"\n  trailer X-Sum: 1\n',
  },
  {
    rule: "requests in a pipeline",
    wire: "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    shown: /GET \/1 HTTP\/1\.1 \(0 octets\)\n {2}Host: a\n.*GET \/2 HTTP/s,
  },
  {
    rule: "a broken rule, with its octet",
    wire: "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    shown: /^HTTP\/1\.1 400 .*FIELD_NAME_WHITESPACE.*Host : a\\r\n *\| *\^/s,
  },
])("shows $rule", async ({ wire, shown }) => {
  await using example = await startExample("protocol-tool");
  const { hostname, port } = new URL(example.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.end(wire);
  const received = await text(socket);

  if (typeof shown === "string") expect(received).toContain(shown);
  else expect(received).toMatch(shown);
});

it("asks for content that waits for 100 (Continue)", async () => {
  await using example = await startExample("protocol-tool");
  const { hostname, port } = new URL(example.url);
  const socket = connect(Number(port), hostname);
  socket.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  const pieces: string[] = [];
  for await (const piece of socket) {
    pieces.push(String(piece));
    if (pieces.length === 1) socket.write("hi");
  }
  expect(pieces.join("")).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n.*2 octets: "hi"\n$/s);
});
