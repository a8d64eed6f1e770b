// Clients that keep all the rules, though some are slow.

import { createHash } from "node:crypto";
import { type Behaviour, type Client, expectMatch, expectSame, pause, Wrong } from "./behaviour.js";
import { isContent, octetsOf, piecesOf } from "./content.js";
import { type Answer, Peer } from "./peer.js";
import type { Random } from "./random.js";

/** What most clients of a server do most of the time. */
export const KEEPS_LONG: Behaviour = { name: "keeps its connection, mostly idle", weight: 1, act: keepLong };

export const GOOD_CLIENTS: readonly Behaviour[] = [
  { name: "keeps its connection, busily", weight: 20, act: keepAlive },
  { name: "pipelines", weight: 8, act: pipeline },
  { name: "uploads", weight: 8, act: upload },
  { name: "downloads", weight: 10, act: download },
  { name: "sends and reads at once", weight: 4, act: echo },
  { name: "waits for 100 Continue", weight: 3, act: expectContinue },
  { name: "half-closes behind its request", weight: 4, act: halfClose },
  { name: "speaks HTTP/1.0", weight: 3, act: speakOld },
];

/** A connection that is closed by whoever comes first, and left in any case. */
async function withPeer(client: Client, use: (peer: Peer) => Promise<number>): Promise<number> {
  const peer = await Peer.connect(client.place, client.random.chance(0.25));
  try {
    return await use(peer);
  } finally {
    peer.socket.destroy();
  }
}

function keepAlive(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const requests = random.int(1, 8);
    for (let done = 0; done < requests; done++) {
      if (done > 0) await pause(random.int(0, 300));
      await ask(peer, random);
    }
    return requests;
  });
}

function keepLong(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const requests = random.int(2, 12);
    for (let done = 1; ; done++) {
      await askText(peer, random.int(0, 1e9));
      if (done === requests || client.isOver()) return done;
      await pause(random.int(10_000, 40_000));
    }
  });
}

/** One request of any kind, and its answer. */
async function ask(peer: Peer, random: Random): Promise<void> {
  const number = random.int(0, 1e9);
  switch (random.int(0, 6)) {
    case 0:
      await askJson(peer, number);
      break;
    case 1:
      await peer.request("HEAD", `/text/${number}`);
      expectSame("content to HEAD", (await peer.answer()).octets, 0);
      break;
    case 2: {
      await peer.request("GET", `/hints/${number}`);
      const answer = await peer.answer();
      expectSame("interim responses", answer.interim.join(), "103");
      checkText(answer, number);
      break;
    }
    case 3:
      await peer.request("GET", "/fail");
      expectSame("status of /fail", (await peer.answer()).status, 500);
      break;
    case 4:
      await peer.request("GET", `/slow/${number % 400}`);
      checkText(await peer.answer(), number % 400);
      break;
    case 5:
      await getOctets(peer, random, 20_000);
      break;
    default:
      await askText(peer, number);
  }
}

async function askText(peer: Peer, number: number): Promise<void> {
  await peer.request("GET", `/text/${number}`);
  checkText(await peer.answer(), number);
}

function checkText(answer: Answer, number: number): void {
  expectSame("status", answer.status, 200);
  expectSame("Content-Type", answer.fields.get("content-type"), "text/plain; charset=utf-8");
  expectSame("content", answer.text, `text ${number}`);
}

async function askJson(peer: Peer, number: number): Promise<void> {
  const text = JSON.stringify({ number, text: "ü".repeat(number % 500) });
  const octets = Buffer.from(text);
  await peer.request("POST", "/json", { contentLength: octets.length, fields: [["Content-Type", "application/json"]] });
  await peer.sendContent(octets);
  await peer.sendEnd();
  const answer = await peer.answer();
  expectSame("status", answer.status, 200);
  expectSame("content", Buffer.from(answer.text, "latin1").toString(), `{"echo":${text}}`);
}

const WAYS = ["whole", "native", "stream", "native-stream", "counted", "generator", "file"];

/** @param most octets */
async function getOctets(peer: Peer, random: Random, most: number, isSlow = false): Promise<void> {
  const way = random.pick(WAYS);
  const size = random.size(most);
  // A file is the block of content.ts: as the content of seed 0.
  const seed = way === "file" ? 0 : random.int(1, 1e6);
  await peer.request("GET", way === "file" ? `/file/0/${size}` : `/octets/${way}/${seed}/${size}`);
  let position = 0;
  const answer = await peer.answer(async (octets) => {
    if (!isContent(seed, position, octets)) throw new Wrong(`octets of ${way} differ behind ${position}`);
    position += octets.length;
    if (isSlow) await pause(random.int(1, 50));
  });
  expectSame(`status of ${way}`, answer.status, 200);
  expectSame(`octets of ${way}`, answer.octets, size);
}

function pipeline(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const numbers = Array.from({ length: random.int(2, 24) }, () => random.int(0, 1e9));
    const requests = numbers.map((number) =>
      number % 3 === 0
        ? `POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(number).length}\r\n\r\n${number}`
        : `GET /${number % 5 === 0 ? "slow/9" : `text/${number}`} HTTP/1.1\r\nHost: a\r\n\r\n`,
    );
    const octets = Buffer.from(requests.join(""));
    const cut = random.int(0, octets.length);
    await peer.send(octets.subarray(0, cut));
    if (random.chance(0.5)) await pause(random.int(0, 50));
    await peer.send(octets.subarray(cut));
    peer.end();
    const contents = [...(await peer.rest()).matchAll(/HTTP\/1\.1 200 OK\r\n.*?\r\n\r\n([^H]*)/gs)].map(
      (match) => match[1],
    );
    const expected = numbers.map((number) =>
      number % 3 === 0 ? `{"echo":${number}}` : `text ${number % 5 === 0 ? 9 : number}`,
    );
    expectSame("answers in order", contents.join("|"), expected.join("|"));
    return numbers.length;
  });
}

const MOST_PIECES = 300;

function upload(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const [seed, size] = [random.int(1, 1e6), random.size(2_000_000)];
    await peer.request("POST", "/sum", { contentLength: random.chance(0.5) ? size : null });
    await sendPieces(peer, random, seed, size);
    const sha1 = createHash("sha1").update(octetsOf(seed, size)).digest("hex");
    const { text } = await peer.answer();
    expectSame("sum", text, JSON.stringify({ octets: size, sha1 }));
    return 1;
  });
}

async function sendPieces(peer: Peer, random: Random, seed: number, size: number): Promise<void> {
  const most = Math.max(1 + random.size(100_000), Math.ceil(size / MOST_PIECES));
  for (const piece of piecesOf(seed, size, most)) {
    await peer.sendContent(piece);
    if (random.chance(0.02)) await pause(random.int(1, 300));
  }
  await peer.sendEnd();
}

function download(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    await getOctets(peer, random, 1_000_000, random.chance(0.2));
    return 1;
  });
}

function echo(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const [seed, size] = [random.int(1, 1e6), random.size(1_000_000)];
    await peer.request("POST", "/echo", { contentLength: random.chance(0.5) ? size : null });
    let position = 0;
    const read = peer.answer((octets) => {
      if (!isContent(seed, position, octets)) throw new Wrong(`the echo differs behind ${position}`);
      position += octets.length;
    });
    const [answer] = await Promise.all([read, sendPieces(peer, random, seed, size)]);
    expectSame("octets of the echo", answer.octets, size);
    return 1;
  });
}

function expectContinue(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const octets = octetsOf(random.int(1, 1e6), random.int(1, 50_000));
    await peer.request("POST", "/sum", { contentLength: octets.length, fields: [["Expect", "100-continue"]] });
    expectSame("interim response", await peer.interim(), 100);
    await peer.sendContent(octets);
    await peer.sendEnd();
    const sha1 = createHash("sha1").update(octets).digest("hex");
    expectSame("sum", (await peer.answer()).text, JSON.stringify({ octets: octets.length, sha1 }));
    return 1;
  });
}

function halfClose(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const milliseconds = random.int(0, 2_000);
    await peer.request("GET", `/slow/${milliseconds}`);
    peer.end();
    checkText(await peer.answer(), milliseconds);
    expectSame("what follows", await peer.rest(), "");
    return 1;
  });
}

function speakOld(client: Client): Promise<number> {
  const { random } = client;
  return withPeer(client, async (peer) => {
    const [seed, size] = [random.int(1, 1e6), random.size(100_000)];
    await peer.send(`GET /octets/stream/${seed}/${size} HTTP/1.0\r\n\r\n`);
    const received = await peer.rest();
    const start = received.indexOf("\r\n\r\n") + 4;
    expectMatch("head", received.slice(0, start), /^HTTP\/1\.1 200 OK\r\n.*Connection: close\r\n/s);
    const octets = Buffer.from(received.slice(start), "latin1");
    expectSame("octets", octets.length, size);
    expectSame("content is right", isContent(seed, 0, octets), true);
    return 1;
  });
}
