import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ClusterTotal } from './cluster-sums.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';
import { percentileInterval } from './quantile.ts';
import { randomSource } from './random-source.ts';

export interface BootstrapOptions {
  readonly level: number;
  readonly seed: number;
  /** Resamples; 1000 unless told. */
  readonly replicates?: number;
}

/** A statistic of resampled sums: Σ w·x by column, and Σ w. */
export type SumsStatistic = (sums: ArrayLike<number>, weight: number) => number;

export const MEAN: SumsStatistic = (sums, weight) => (sums[0] as number) / weight;

export const SKILL: SumsStatistic = (sums) => 1 - (sums[0] as number) / (sums[1] as number);

/**
 * Percentile interval (type 7) from resampling whole clusters with replacement. Statistic: `MEAN`,
 * `SKILL` or another function of the sums. Resamples in which it is undefined leave no bounds.
 */
export function clusterBootstrap(
  totals: readonly ClusterTotal[],
  statistic: SumsStatistic,
  { level, seed, replicates = 1000 }: BootstrapOptions,
): Measure<IntervalEstimate> {
  if (totals.length === 0) return NO_FORECASTS;
  const columns = columnsOf(totals);
  const estimate = statisticOf(columns, Int32Array.from(totals.keys()), statistic);
  const random = randomSource(seed);
  const draw = new Int32Array(totals.length);
  const values = Float64Array.from({ length: replicates }, () => {
    for (let i = 0; i < draw.length; i += 1) draw[i] = random.below(draw.length);
    return statisticOf(columns, draw, statistic);
  });
  return measured(fromReplicates(estimate, values, level, totals.length, 'clusterBootstrap'));
}

/** The statistic of each given draw: indices into the totals, one list a resample. */
export function replicatesOfDraws(
  totals: readonly ClusterTotal[],
  draws: readonly (readonly number[])[],
  statistic: SumsStatistic,
): number[] {
  const columns = columnsOf(totals);
  return draws.map((draw) => statisticOf(columns, draw, statistic));
}

/** Percentile bounds from resampled values, or why there are none. */
export function fromReplicates(
  estimate: number,
  values: Float64Array,
  level: number,
  clusters: number,
  method: string,
): IntervalEstimate {
  if (clusters < 2) return withoutBounds(estimate, method, clusters, 'One cluster has no spread.');
  if (values.some(Number.isNaN)) {
    return withoutBounds(estimate, method, clusters, 'The statistic is undefined in some resamples.');
  }
  return { estimate, ...percentileInterval(values, level), se: null, method, clusters, reason: null };
}

/** Weights, then each column of sums, of the clusters in their order: read a thousand times in random order. */
function columnsOf(totals: readonly ClusterTotal[]): readonly Float64Array[] {
  const width = totals[0]?.sums.length ?? 0;
  const sums = Array.from({ length: width }, (_, column) =>
    Float64Array.from(totals, (total) => total.sums[column] as number),
  );
  return [Float64Array.from(totals, ({ weight }) => weight), ...sums];
}

function statisticOf(
  columns: readonly Float64Array[],
  draw: ArrayLike<number>,
  statistic: SumsStatistic,
): number {
  const [weight, ...sums] = columns.map((column) => sumOver(column, draw));
  return statistic(sums, weight ?? 0);
}

function sumOver(column: Float64Array, draw: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < draw.length; i += 1) sum += column[draw[i] as number] as number;
  return sum;
}
