// Clients that break the rules, or stop in the middle. Where they are owed an answer, it is checked as well.

import { connect } from "node:net";
import { type Behaviour, type Client, DEADLINES, expectMatch, expectSame, pause, Wrong } from "./behaviour.js";
import { octetsAt, piecesOf } from "./content.js";
import { Gone, Peer } from "./peer.js";

export const BAD_CLIENTS: readonly Behaviour[] = [
  { name: "resets somewhere", weight: 12, act: resetSomewhere },
  { name: "connects and leaves", weight: 4, act: connectAndLeave },
  { name: "sends garbage", weight: 6, act: sendGarbage },
  { name: "sends garbage behind a request", weight: 4, act: sendGarbageBehind },
  { name: "sends what can be read in two ways", weight: 4, act: sendAmbiguous },
  { name: "never ends its head", weight: 6, act: neverEndHead },
  { name: "is silent", weight: 4, act: stayUnsaid },
  { name: "stops to read", weight: 4, act: stopReading },
  { name: "half-closes inside of its content", weight: 4, act: halfCloseInside },
  { name: "stops inside of its content", weight: 3, act: stopInside },
  { name: "uploads what nobody wants", weight: 4, act: uploadUnwanted },
  { name: "uploads too much", weight: 3, act: uploadTooMuch },
  { name: "asks for what breaks off", weight: 4, act: askForBroken },
  { name: "speaks in the clear to TLS", weight: 3, act: speakClear },
  { name: "leaves its TLS handshake", weight: 3, act: leaveHandshake },
];

// The server's clock goes in steps: a deadline may come that much too early. A busy machine makes it late.
const TICK = 600;
const SLACK = 8_000;

async function withPeer(client: Client, use: (peer: Peer) => Promise<number>): Promise<number> {
  const peer = await Peer.connect(client.place, client.random.chance(0.2));
  try {
    return await use(peer);
  } finally {
    peer.leave();
  }
}

function resetSomewhere(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const size = random.size(500_000);
    const request = random.pick([
      "GET /text/1 HTTP/1.1\r\nHost: a\r\n\r\n",
      `GET /octets/${random.pick(["whole", "stream", "native-stream", "generator"])}/1/3000000 HTTP/1.1\r\nHost: a\r\n\r\n`,
      "GET /file/0/1000000 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /slow/500 HTTP/1.1\r\nHost: a\r\n\r\n",
      `POST /sum HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n${"x".repeat(size)}`,
      `POST /text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${"400\r\n"}${"x".repeat(900)}`,
      "GET /text/1 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50),
    ]);
    await peer
      .send(request.slice(0, random.chance(0.3) ? random.int(0, request.length) : request.length))
      .catch(() => {});
    await pause(random.int(0, 600));
    if (random.chance(0.5)) peer.socket.read();
    return 0;
  });
}

function connectAndLeave(client: Client): Promise<number> {
  return withPeer(client, async () => 0);
}

function sendGarbage(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const octets = Buffer.concat([octetsAt(random.int(1, 1e6), 0, 1 + random.size(3_000)), Buffer.from("\r\n\r\n")]);
    await peer.send(octets);
    peer.end();
    expectMatch("answer to garbage", await peer.rest(), /^(HTTP\/1\.1 (400|414|431|501|505) .*)?$/s);
    return 1;
  });
}

function sendGarbageBehind(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const number = random.int(0, 1e9);
    await peer.send(`GET /text/${number} HTTP/1.1\r\nHost: a\r\n\r\n\x01\x02 garbage\r\n\r\n`);
    const received = await peer.rest();
    expectMatch(
      "both answers",
      received,
      new RegExp(`^HTTP/1\\.1 200 OK\r\n.*\r\n\r\ntext ${number}HTTP/1\\.1 400 `, "s"),
    );
    return 2;
  });
}

const AMBIGUOUS = [
  "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
  "POST /text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
  "POST /text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
  "GET /text/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "GET /text/1 HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
  "GET /text/1 HTTP/1.1\nHost: a\n\n",
  "GET /a/../text/1 HTTP/1.1\r\nHost: a\r\n\r\n",
];

function sendAmbiguous(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    await peer.send(client.random.pick(AMBIGUOUS));
    const received = await peer.rest();
    expectMatch("answer", received, /^HTTP\/1\.1 (400|501) (?!.*HTTP\/1\.1)/s);
    return 1;
  });
}

function neverEndHead(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    const start = performance.now();
    await peer.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    let isOver = false;
    const received = peer.rest().finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await peer.send("x").catch(() => {});
      await pause(400);
    }
    expectMatch("answer", await received, /^HTTP\/1\.1 408 /);
    checkTime("a head", performance.now() - start, DEADLINES.head);
    return 1;
  });
}

function stayUnsaid(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    const start = performance.now();
    expectSame("answer to nothing", await peer.rest(), "");
    checkTime("a silent connection", performance.now() - start, DEADLINES.head);
    return 1;
  });
}

function stopReading(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    // More than all buffers on the way hold.
    await peer.request("GET", "/octets/stream/1/60000000");
    await pause(DEADLINES.write + SLACK);
    await expectBroken(peer, "a response that nobody read in time");
    return 1;
  });
}

function halfCloseInside(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    await peer.send("POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello");
    peer.end();
    expectMatch("answer", await peer.rest(), /^HTTP\/1\.1 400 /);
    return 1;
  });
}

function stopInside(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    const start = performance.now();
    await peer.send("POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello");
    expectMatch("answer", await peer.rest(), /^HTTP\/1\.1 408 /);
    checkTime("content", performance.now() - start, DEADLINES.content);
    return 1;
  });
}

function uploadUnwanted(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    await peer.request("POST", "/refuse", { contentLength: 3_000_000 });
    await uploadUntilAnswered(peer, 3_000_000, 403);
    return 1;
  });
}

function uploadTooMuch(client: Client): Promise<number> {
  return withPeer(client, async (peer) => {
    await peer.request("POST", "/text", { contentLength: null });
    await uploadUntilAnswered(peer, 2_500_000, 413);
    return 1;
  });
}

/** The answer has to be there for a client that reads while it sends, though its upload fails. */
async function uploadUntilAnswered(peer: Peer, size: number, status: number): Promise<void> {
  let isAnswered = false;
  const send = async (): Promise<void> => {
    for (const piece of piecesOf(1, size, 20_000)) {
      if (isAnswered) return;
      await peer.sendContent(piece);
    }
  };
  const sent = send().catch(() => {});
  const answer = await peer.answer();
  isAnswered = true;
  expectSame("status", answer.status, status);
  await sent;
}

function askForBroken(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    await peer.request("GET", `/broken/1/${random.size(300_000)}`);
    await expectBroken(peer, "a response that broke off");
    return 1;
  });
}

async function expectBroken(peer: Peer, what: string): Promise<void> {
  let isWhole = false;
  try {
    await peer.answer(() => {});
    isWhole = true;
  } catch (error) {
    if (!(error instanceof Gone) && (error as Error).name !== "ProtocolError") throw error;
  }
  if (isWhole) throw new Wrong(`${what} came whole`);
}

async function speakClear({ place }: Client): Promise<number> {
  const peer = await Peer.connect({ ...place, port: place.securePort }, false);
  try {
    await peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    expectMatch("answer", await peer.rest(), /^HTTP\/1\.1 400 .*This port speaks HTTPS/s);
    return 1;
  } finally {
    peer.leave();
  }
}

async function leaveHandshake({ place, random }: Client): Promise<number> {
  const socket = connect(place.securePort, "127.0.0.1");
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  if (random.chance(0.7)) socket.write("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "latin1");
  await pause(random.int(0, 3_000));
  if (random.chance(0.5)) socket.end();
  else socket.destroy();
  await pause(100);
  socket.destroy();
  return 0;
}

function checkTime(what: string, milliseconds: number, deadline: number): void {
  if (milliseconds < deadline - TICK || milliseconds > deadline + SLACK) {
    throw new Wrong(`${what} was waited for ${Math.round(milliseconds)} ms, and the deadline is ${deadline}`);
  }
}
