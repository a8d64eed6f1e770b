// Changes to octets, one character an octet: small ones as line noise would make them, and those that keep the structure
// of HTTP so that the fault reaches further in.

import { INTERESTING_OCTETS, LINES, NUMBERS, TOKENS } from "./dictionary.js";
import type { Random } from "./random.js";

/** @param donor gives the octets of another wire case */
type Mutation = (octets: string, random: Random, donor: () => string) => string;

const MOST_REPEATS = 300;
const LONGEST_REPEATED = 64;

const MUTATIONS: readonly Mutation[] = [
  insertOctet,
  insertOctet,
  insertToken,
  insertToken,
  insertLine,
  insertLine,
  insertLine,
  replaceOctet,
  replaceOctet,
  flipBit,
  deleteOctets,
  duplicateOctets,
  repeatOctets,
  swapOctets,
  swapLines,
  duplicateLine,
  deleteLine,
  changeLineEnd,
  changeLetterCase,
  changeNumber,
  changeNumber,
  truncate,
  cutOut,
  splice,
  concatenate,
];

/** Changes the octets in one way out of many. */
export function mutate(octets: string, random: Random, donor: () => string): string {
  return random.pick(MUTATIONS)(octets, random, donor);
}

function insertOctet(octets: string, random: Random): string {
  return put(octets, position(octets, random), someOctet(random));
}

function insertToken(octets: string, random: Random): string {
  return put(octets, position(octets, random), random.pick(TOKENS));
}

function insertLine(octets: string, random: Random): string {
  const lines = linesOf(octets);
  lines.splice(random.below(lines.length + 1), 0, random.pick(LINES));
  return lines.join("");
}

function replaceOctet(octets: string, random: Random): string {
  return put(octets, position(octets, random), someOctet(random), 1);
}

function flipBit(octets: string, random: Random): string {
  const at = position(octets, random);
  return put(octets, at, String.fromCharCode(octets.charCodeAt(at) ^ (1 << random.below(8))), 1);
}

function deleteOctets(octets: string, random: Random): string {
  return put(octets, position(octets, random), "", random.between(1, 4));
}

function duplicateOctets(octets: string, random: Random): string {
  const at = position(octets, random);
  return put(octets, at, octets.slice(at, at + random.between(1, 16)));
}

/** Many times over: this is what reaches the limits. */
function repeatOctets(octets: string, random: Random): string {
  const at = position(octets, random);
  const repeated = octets.slice(at, at + random.between(1, random.oneIn(2) ? 4 : LONGEST_REPEATED));
  return put(octets, at, repeated.repeat(random.between(2, MOST_REPEATS)));
}

function swapOctets(octets: string, random: Random): string {
  const at = position(octets, random);
  return put(octets, at, `${octets.charAt(at + 1)}${octets.charAt(at)}`, 2);
}

function swapLines(octets: string, random: Random): string {
  const lines = linesOf(octets);
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  [lines[one], lines[other]] = [lines[other] ?? "", lines[one] ?? ""];
  return lines.join("");
}

function duplicateLine(octets: string, random: Random): string {
  const lines = linesOf(octets);
  lines.splice(random.below(lines.length + 1), 0, lines[random.below(lines.length)] ?? "");
  return lines.join("");
}

function deleteLine(octets: string, random: Random): string {
  const lines = linesOf(octets);
  lines.splice(random.below(lines.length), 1);
  return lines.join("");
}

function changeLineEnd(octets: string, random: Random): string {
  const lines = linesOf(octets);
  const at = random.below(lines.length);
  lines[at] = (lines[at] ?? "").replace(/\r\n$/, random.pick(["\n", "\r", "", "\r\r\n", "\n\r", " \r\n", "\r\n\r\n"]));
  return lines.join("");
}

function changeLetterCase(octets: string, random: Random): string {
  const at = position(octets, random);
  const changed = octets.slice(at, at + random.between(1, 12));
  return put(
    octets,
    at,
    random.oneIn(2) ? ascii(changed, "toUpperCase") : ascii(changed, "toLowerCase"),
    changed.length,
  );
}

function changeNumber(octets: string, random: Random): string {
  const numbers = [...octets.matchAll(/[0-9][0-9A-Fa-f]*/g)];
  const number = random.pick(numbers) as RegExpExecArray | undefined;
  if (number === undefined) return octets;
  const [text] = number;
  const near = Number.parseInt(text, 10) + random.between(-2, 2);
  const changed =
    random.oneIn(2) && near >= 0 ? String(near) : random.pick([...NUMBERS, `0${text}`, `${text}0`, `+${text}`]);
  return put(octets, number.index, changed, text.length);
}

function truncate(octets: string, random: Random): string {
  return octets.slice(0, position(octets, random));
}

function cutOut(octets: string, random: Random): string {
  const start = position(octets, random);
  return put(octets, start, "", random.below(octets.length - start + 1));
}

/** The beginning of one case and the end of another. */
function splice(octets: string, random: Random, donor: () => string): string {
  const other = donor();
  return octets.slice(0, position(octets, random)) + other.slice(position(other, random));
}

/** As a client that pipelines, which often sends the same fields again. */
function concatenate(octets: string, random: Random, donor: () => string): string {
  const other = random.oneIn(2) ? donor() : octets;
  return random.oneIn(2) ? octets + other : other + octets;
}

function position(octets: string, random: Random): number {
  return random.below(octets.length + 1);
}

function someOctet(random: Random): string {
  return random.oneIn(4) ? String.fromCharCode(random.below(256)) : random.pick(INTERESTING_OCTETS);
}

function put(octets: string, at: number, added: string, removed = 0): string {
  return octets.slice(0, at) + added + octets.slice(at + removed);
}

/** The lines, each with its end. */
function linesOf(octets: string): string[] {
  return octets.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

// String.prototype's own would turn "ß" and "ÿ" into characters that are no octets.
function ascii(text: string, change: "toUpperCase" | "toLowerCase"): string {
  return text.replace(/[A-Za-z]+/g, (letters) => letters[change]());
}
