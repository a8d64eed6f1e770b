// Shows what clients send, as the codec reads it: no server, no handler, a socket and the codec alone. A client that breaks
// a rule of HTTP is shown with the octet and the rule. What is printed here is the answer as well.

import { createServer, type Socket } from "node:net";
import { ProtocolError, ServerCodec, type ServerEvent } from "@sockeye/core/protocol";

const dump = createServer({ allowHalfOpen: true }, (socket) => {
  const codec = new ServerCodec();
  const lines: string[] = [];
  const show = (text: string) => {
    console.log(text);
    lines.push(`${text}\n`);
  };
  const answer = (status: number) => {
    const content = Buffer.from(lines.splice(0).join(""));
    const fields = [["Content-Type", "text/plain; charset=utf-8"]] as const;
    const head = codec.sendResponse({ status, fields, contentLength: content.length });
    // What the codec writes is one character an octet.
    for (const octets of [head, ...(codec.sendsContent ? codec.sendContent(content) : []), codec.sendEnd()]) {
      typeof octets === "string" ? socket.write(octets, "latin1") : socket.write(octets);
    }
    if (!codec.persistent) socket.end();
  };
  const read = () => {
    try {
      for (let event = codec.nextEvent(); typeof event !== "string"; event = codec.nextEvent()) {
        for (const line of describe(event)) show(line);
        if (event.type === "end") answer(200);
        else if (event.type === "closed") socket.end();
      }
      if (codec.awaitsContinue) socket.write(codec.sendInformational(100));
    } catch (error) {
      if (!(error instanceof ProtocolError) || codec.sending !== "idle") return endWith(socket, error);
      show(error.explain());
      answer(error.status);
    }
  };
  socket.on("data", (octets) => {
    codec.receive(octets);
    read();
  });
  socket.on("end", () => {
    codec.receiveEnd();
    read();
  });
  socket.on("error", (error) => endWith(socket, error));
});

function describe(event: ServerEvent): string[] {
  switch (event.type) {
    case "request": {
      const { method, target, version, framing, fields } = event;
      const content = framing.kind === "length" ? `${framing.octets} octets` : framing.kind;
      return [
        `${method} ${target} HTTP/${version} (${content})`,
        ...[...fields].map((field) => `  ${field.join(": ")}`),
      ];
    }
    case "content":
      return [`  ${event.octets.length} octets: ${JSON.stringify(Buffer.from(event.octets).toString("latin1"))}`];
    case "end":
      return [...(event.trailers ?? [])].map((field) => `  trailer ${field.join(": ")}`);
    case "closed":
      return ["closed"];
  }
}

function endWith(socket: Socket, error: unknown): void {
  console.error(error);
  socket.destroy();
}

dump.listen(Number(process.env["PORT"] ?? 8000), "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(dump.address() as { port: number }).port}`);
});
