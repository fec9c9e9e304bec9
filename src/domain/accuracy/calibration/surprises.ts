/**
 * How Spiegelhalter's sum is spread if every forecast is calibrated. A term of it is weight · |1 - 2p| times
 * (surprise - q): surprise is 1 where the less likely answer came, and q = min(p, 1 - p) is its probability.
 * The surprises of one cluster come under one random number: the widest spread that any dependence inside a
 * cluster can give the sum, whichever side of one half the forecasts are on.
 */
import { randomSource } from '../intervals/random-source.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import type { ClusterCells } from './resampled-tables.ts';

/** Beyond so many surprises to expect, or the like of uneven ones, the sum is normal for every purpose. */
const NORMAL_FROM = 400;
/** Beyond so many clusters draws take seconds; hardly any record of that size expects few surprises. */
const MAXIMUM_CLUSTERS = 100_000;
const MAXIMUM_DRAWS = 2000;
/** Random numbers for one test at most. */
const NUMBERS_DRAWN = 1e7;
const SEED = 1;

export interface SpreadOfSurprises {
  readonly variance: number;
  /**
   * Probability of a sum at least so far from 0, drawn with a seed of its own; null where there are so many
   * surprises to expect that the normal limit says it.
   */
  readonly beyond: ((distance: number) => number) | null;
}

/** What each cluster adds: a step up to sums[at] wherever its random number is below chances[at]. */
interface Steps {
  /** Of the clusters, as in `ClusterCells`. */
  readonly starts: Int32Array;
  /** Falling within a cluster. */
  readonly chances: Float64Array;
  readonly sums: Float64Array;
  /** What all clusters together add on average. */
  readonly expected: number;
}

export function spreadOfSurprises(table: ProbabilityTable, cells: ClusterCells): SpreadOfSurprises {
  const { starts } = cells;
  const { chances, sums } = stepsOf(table, cells);
  let [variance, third, expected] = [0, 0, 0];
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1) {
    const [from, to] = [starts[cluster] as number, starts[cluster + 1] as number];
    let mean = 0;
    for (let at = from; at < to; at += 1) mean += between(chances, at, to) * (sums[at] as number);
    const nothing = 1 - (from < to ? (chances[from] as number) : 0);
    variance += nothing * mean ** 2;
    third += nothing * mean ** 3;
    for (let at = from; at < to; at += 1) {
      const [chance, distance] = [between(chances, at, to), Math.abs((sums[at] as number) - mean)];
      variance += chance * distance ** 2;
      third += chance * distance ** 3;
    }
    expected += mean;
  }
  // Of n rare surprises alike, Lyapunov's ratio is 1/√(n·chance).
  const normal = (third / variance ** 1.5) ** -2 >= NORMAL_FROM || starts.length > MAXIMUM_CLUSTERS;
  const steps = { starts, chances, sums, expected };
  return { variance, beyond: normal ? null : (distance) => shareBeyond(steps, distance) };
}

/** Probability that the step at a place is the last one taken. */
function between(chances: Float64Array, at: number, end: number): number {
  return (chances[at] as number) - (at + 1 < end ? (chances[at + 1] as number) : 0);
}

function stepsOf(
  { p: probabilities }: ProbabilityTable,
  { starts, column, no, yes }: ClusterCells,
): Pick<Steps, 'chances' | 'sums'> {
  const chanceOf = (row: number) => {
    const p = probabilities[column[row] as number] as number;
    return Math.min(p, 1 - p);
  };
  const rows = column.map((_, row) => row);
  const chances = new Float64Array(rows.length);
  const sums = new Float64Array(rows.length);
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1) {
    const [from, to] = [starts[cluster] as number, starts[cluster + 1] as number];
    if (to - from > 1) rows.subarray(from, to).sort((a, b) => chanceOf(b) - chanceOf(a));
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      const row = rows[at] as number;
      const chance = chanceOf(row);
      sum += ((no[row] as number) + (yes[row] as number)) * (1 - 2 * chance);
      chances[at] = chance;
      sums[at] = sum;
    }
  }
  return { chances, sums };
}

function shareBeyond({ starts, chances, sums, expected }: Steps, distance: number): number {
  const clusters = starts.length - 1;
  const draws = Math.min(MAXIMUM_DRAWS, Math.floor(NUMBERS_DRAWN / clusters));
  const random = randomSource(SEED);
  // Sums of the same surprises differ in their last digits by the order they were added in.
  const reached = distance * (1 - 1e-9);
  let beyond = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = -expected;
    for (let cluster = 0; cluster < clusters; cluster += 1) {
      const number = random.uniform();
      let [low, high] = [starts[cluster] as number, starts[cluster + 1] as number];
      const from = low;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (number < (chances[middle] as number)) low = middle + 1;
        else high = middle;
      }
      if (low > from) sum += sums[low - 1] as number;
    }
    if (Math.abs(sum) >= reached) beyond += 1;
  }
  // What came counts as one of the draws: a share of 0 is never known from so many.
  return (1 + beyond) / (1 + draws);
}
