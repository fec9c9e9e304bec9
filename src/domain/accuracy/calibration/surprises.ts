/**
 * How Spiegelhalter's sum is spread if every forecast is calibrated. A term of it is weight · |1 - 2p| times
 * (surprise - q): surprise is 1 where the less likely answer came, and q = min(p, 1 - p) is its probability.
 * The surprises of one cluster come under one random number: the widest spread that any dependence inside a
 * cluster can give the sum, whichever side of one half the forecasts are on.
 */
import { type RandomSource, randomSource } from '../intervals/random-source.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import type { ClusterCells } from './resampled-tables.ts';

/** Beyond so many surprises to expect, or the like of uneven ones, the sum is normal for every purpose. */
const NORMAL_FROM = 400;
const MAXIMUM_DRAWS = 2000;
const LEAST_DRAWS = 200;
/** Random numbers for one test at most: some tenth of a second. */
const NUMBERS_DRAWN = 2e7;
const SEED = 1;

export interface SpreadOfSurprises {
  readonly variance: number;
  /**
   * Probability of a sum at least so far from 0, drawn with a seed of its own; null where there are so many
   * surprises to expect that the normal limit says it.
   */
  readonly beyond: ((distance: number) => number) | null;
}

/** What one cluster adds: a step down from `sums[at]` wherever its number reaches `chances[at]`. */
interface Steps {
  /** Falling: the first is the chance that the cluster adds anything. */
  readonly chances: Float64Array;
  readonly sums: Float64Array;
  readonly expected: number;
}

export function spreadOfSurprises(table: ProbabilityTable, cells: ClusterCells): SpreadOfSurprises {
  const clusters = Array.from({ length: cells.starts.length - 1 }, (_, at) => stepsOf(table, cells, at));
  let [variance, third] = [0, 0];
  for (const { chances, sums, expected } of clusters) {
    for (let at = -1; at < chances.length; at += 1) {
      const chance = (at < 0 ? 1 : (chances[at] as number)) - (chances[at + 1] ?? 0);
      const distance = Math.abs((at < 0 ? 0 : (sums[at] as number)) - expected);
      variance += chance * distance ** 2;
      third += chance * distance ** 3;
    }
  }
  // Of n rare surprises alike, Lyapunov's ratio is 1/√(n·chance).
  const normal = (third / variance ** 1.5) ** -2 >= NORMAL_FROM;
  return { variance, beyond: normal ? null : (distance) => shareBeyond(clusters, distance) };
}

function stepsOf(table: ProbabilityTable, { starts, column, no, yes }: ClusterCells, cluster: number): Steps {
  const members = new Map<number, number>();
  for (let at = starts[cluster] as number; at < (starts[cluster + 1] as number); at += 1) {
    const p = table.p[column[at] as number] as number;
    const chance = Math.min(p, 1 - p);
    const step = ((no[at] as number) + (yes[at] as number)) * Math.abs(1 - 2 * p);
    members.set(chance, (members.get(chance) ?? 0) + step);
  }
  const chances = Float64Array.from(members.keys()).sort().reverse();
  let [sum, expected] = [0, 0];
  const sums = chances.map((chance) => {
    const step = members.get(chance) as number;
    sum += step;
    expected += step * chance;
    return sum;
  });
  return { chances, sums, expected };
}

function shareBeyond(clusters: readonly Steps[], distance: number): number {
  const draws = Math.min(MAXIMUM_DRAWS, Math.max(LEAST_DRAWS, Math.floor(NUMBERS_DRAWN / clusters.length)));
  const random = randomSource(SEED);
  const expected = clusters.reduce((sum, cluster) => sum + cluster.expected, 0);
  // Sums of the same surprises differ in their last digits by the order they were added in.
  const reached = distance * (1 - 1e-9);
  let beyond = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = -expected;
    for (const cluster of clusters) sum += drawn(cluster, random);
    if (Math.abs(sum) >= reached) beyond += 1;
  }
  // What came counts as one of the draws: a share of 0 is never known from so many.
  return (1 + beyond) / (1 + draws);
}

function drawn({ chances, sums }: Steps, random: RandomSource): number {
  const number = random.uniform();
  let [low, high] = [0, chances.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number < (chances[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (sums[low - 1] as number);
}
