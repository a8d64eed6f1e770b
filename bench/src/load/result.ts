// What a run found out: the shape of docs/bench/<name>.json, from which table and chart are drawn.

import { median, quantile } from "../measure.js";
import type { Bar, Bench, Case, Entry, Figure, Sample } from "./bench.js";
import type { Machine } from "./machine.js";

export interface BenchResult {
  readonly bench: string;
  readonly title: string;
  /** `2026-11-24` */
  readonly date: string;
  readonly machine: Machine;
  readonly generator: string;
  /** Whether servers and load had a processor each. */
  readonly pinned: boolean;
  readonly rounds: number;
  readonly seconds: number;
  /** What the servers are built with, by their id. */
  readonly versions: Readonly<Record<string, string>>;
  /** Servers that could not run here, and why. */
  readonly missing: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
  readonly bars: readonly BarResult[];
}

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly entries: readonly EntryResult[];
}

export interface EntryResult {
  readonly id: string;
  readonly name: string;
  /** The server that it is, or is a variant of. */
  readonly server: string;
  readonly median: Sample;
  /** Round by round. */
  readonly samples: readonly Sample[];
}

export interface BarResult extends Bar {
  readonly title: string;
  /** The median, over the rounds, of ours divided by theirs; `null` where one of them was not measured. */
  readonly measured: number | null;
  /** Between which half of the rounds lie: how sure that is. */
  readonly spread: readonly [low: number, high: number] | null;
  readonly verdict: "met" | "missed" | "not measured";
}

export function caseResult({ id, title, measure }: Case, entries: readonly Measured[]): CaseResult {
  return { id, title, figures: measure.figures, entries: entries.map((entry) => entryResult(entry, measure.figures)) };
}

export interface Measured {
  readonly entry: Entry;
  readonly samples: readonly Sample[];
}

function entryResult({ entry, samples }: Measured, figures: readonly Figure[]): EntryResult {
  const rounded = samples.map((sample) => mapFigures(figures, ({ key }) => round(figureOf(sample, key))));
  const middle = mapFigures(figures, ({ key }) => medianOf(rounded.map((sample) => figureOf(sample, key))));
  return { id: entry.id, name: entry.name, server: entry.server.id, median: middle, samples: rounded };
}

/** The median of those that are known. */
function medianOf(values: readonly number[]): number {
  return median(values.filter(Number.isFinite));
}

function mapFigures(figures: readonly Figure[], value: (figure: Figure) => number): Sample {
  return Object.fromEntries(figures.map((figure) => [figure.key, value(figure)]));
}

/** Bars of what was asked for; those of cases that did not run are left out. */
export function barResults(bench: Bench, cases: readonly CaseResult[]): BarResult[] {
  return bench.bars.flatMap((bar) => {
    const result = cases.find(({ id }) => id === bar.case);
    return result === undefined ? [] : [barResult(bar, result)];
  });
}

function barResult(bar: Bar, { title, figures, entries }: CaseResult): BarResult {
  const key = figures[0]?.key ?? "";
  const valuesOf = (id: string): number[] | undefined =>
    entries.find((entry) => entry.id === id)?.samples.map((sample) => figureOf(sample, key));
  const ours = valuesOf(bar.server);
  const theirs = bar.against === null ? ours?.map(() => 1) : valuesOf(bar.against);
  if (ours === undefined || theirs === undefined) {
    return { ...bar, title, measured: null, spread: null, verdict: "not measured" };
  }
  // Round by round, for both were measured within seconds: what slows the machine for a while slows them alike.
  const ratios = ours.map((value, index) => value / (theirs[index] as number));
  const measured = median(ratios);
  const spread = [round(quantile(ratios, 0.25)), round(quantile(ratios, 0.75))] as const;
  return { ...bar, title, measured: round(measured), spread, verdict: measured <= bar.most ? "met" : "missed" };
}

export function figureOf(sample: Sample, key: string): number {
  const value = sample[key];
  if (value === undefined) throw new Error(`a sample has no figure "${key}"`);
  return value;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
