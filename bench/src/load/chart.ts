// A result as an SVG chart: one panel a case, one bar a server, the CPU time of the kernel paler than that of the program.
// The same result gives the same octets. It follows the reader's colour scheme, and says all it shows as text as well.

import type { BenchResult, CaseResult, EntryResult } from "./result.js";
import { figureOf } from "./result.js";

const COLUMN = 480;
const NAME_END = 150;
const BAR_START = NAME_END + 8;
const BAR_MAX = 250;
const LINE = 20;
const HEADER = 48;
const TOP = 76;
const GAP = 20;
const BAR_HEIGHT = 12;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .heading { font-size: 18px; font-weight: 600; }
  .case { font-size: 14px; font-weight: 600; }
  .muted { fill: #59636e; }
  .name { text-anchor: end; }
  .bar { fill: #8c959f; }
  .ours .bar { fill: #c2410c; }
  .ours text { font-weight: 600; }
  .system { opacity: 0.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .muted { fill: #9198a1; }
    .bar { fill: #7d8590; }
    .ours .bar { fill: #fb923c; }
  }
`;

export function chartOf(result: BenchResult): string {
  const panels: string[] = [];
  let y = TOP;
  for (let index = 0; index < result.cases.length; index += 2) {
    const row = result.cases.slice(index, index + 2);
    panels.push(...row.map((one, column) => panel(one, column * COLUMN, y)));
    y += HEADER + LINE * Math.max(...row.map(({ entries }) => entries.length)) + GAP;
  }
  const { date, machine, generator } = result;
  const setting = `${date} · Node ${machine.node.slice(1)} · ${machine.cpu} · load by ${generator} · less is better`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * COLUMN} ${y}" width="${2 * COLUMN}" height="${y}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeText(result.title)}</title>`,
    `<desc id="description">${escapeText(result.cases.map(sentence).join(" "))}</desc>`,
    `<style>${STYLE}</style>`,
    `<text class="heading" x="16" y="28">${escapeText(result.title)}</text>`,
    `<text class="muted" x="16" y="48">${escapeText(setting)}</text>`,
    `<text class="muted" x="16" y="64">Full colour: the program's own CPU time (user); pale: the kernel's (system).</text>`,
    ...panels,
    "</svg>\n",
  ].join("\n");
}

function panel({ title, figures, entries }: CaseResult, x: number, y: number): string {
  const [figure] = figures;
  if (figure === undefined) return "";
  const scale = BAR_MAX / Math.max(...entries.map(({ median }) => figureOf(median, figure.key)));
  const lines = entries.map((entry, index) => {
    const value = figureOf(entry.median, figure.key);
    const top = HEADER + index * LINE;
    return [
      `<g class="${entry.server === "sockeye" ? "ours" : "theirs"}" transform="translate(0 ${top})">`,
      `<text class="name" x="${NAME_END}" y="10">${escapeText(entry.name)}</text>`,
      ...bars(entry, value, scale),
      `<text x="${decimal(BAR_START + value * scale + 6)}" y="10">${value.toFixed(figure.digits)}</text>`,
      "</g>",
    ].join("");
  });
  return [
    `<g transform="translate(${x} ${y})">`,
    `<text class="case" x="16" y="16">${escapeText(title)}</text>`,
    `<text class="muted" x="16" y="34">${escapeText(figure.title)}</text>`,
    ...lines,
    "</g>",
  ].join("\n");
}

function bars({ median }: EntryResult, value: number, scale: number): string[] {
  const { user, system } = median;
  if (user === undefined || system === undefined) return [bar("bar", 0, value * scale)];
  return [bar("bar", 0, user * scale), bar("bar system", user * scale, Math.max(0, value - user) * scale)];
}

function bar(style: string, start: number, width: number): string {
  return `<rect class="${style}" x="${decimal(BAR_START + start)}" y="0" width="${decimal(width)}" height="${BAR_HEIGHT}"/>`;
}

function sentence({ title, figures, entries }: CaseResult): string {
  const [figure] = figures;
  if (figure === undefined) return "";
  const values = entries.map(({ name, median }) => `${name} ${figureOf(median, figure.key).toFixed(figure.digits)}`);
  return `${title}, ${figure.title}: ${values.join("; ")}.`;
}

function decimal(value: number): string {
  return value.toFixed(1);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
