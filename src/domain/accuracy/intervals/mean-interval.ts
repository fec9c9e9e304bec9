import { studentTCdf, studentTQuantile } from '../../scoring/special-functions/student-t.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ClusterMoments } from './cluster-moments.ts';
import { type ClusterTotal, clusterCount } from './cluster-sums.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';

const EITHER_WAY = 'Some scores are infinite upwards and some downwards, so they have no mean.';
const INFINITE = 'A score is infinite, so the spread of the scores is undefined.';

/** What a clustered mean is made of. */
interface ClusteredMean {
  readonly clusters: number;
  readonly mean: number;
  readonly weight: number;
  /** Σ_g e_g², the squared residuals of the clusters around the mean. */
  readonly squares: () => number;
  /** Σ_g w_g² of the weights of the clusters. */
  readonly weightSquares: () => number;
}

/**
 * The cluster-robust (CR1) standard error √(G/(G-1)·Σ_g e_g²)/W with t on G - 1 degrees (Cameron & Miller
 * 2015). Where the clusters are the questions it is Student's interval over questions, and called `t`.
 */
function clusterRobust(
  { clusters, mean, weight, squares, weightSquares }: ClusteredMean,
  level: number,
  method: string,
): Measure<IntervalEstimate> {
  if (Number.isNaN(mean)) return withheld(EITHER_WAY);
  if (!Number.isFinite(mean)) return measured(withoutBounds(mean, method, clusters, INFINITE));
  if (clusters === 1) return measured(withoutBounds(mean, method, clusters, 'One cluster has no spread.'));
  const se = Math.sqrt((clusters / (clusters - 1)) * squares()) / weight;
  const effectiveClusters = weight ** 2 / weightSquares();
  return measured({ ...bounded(mean, se, clusters, level, method), effectiveClusters });
}

/**
 * Weighted mean with its cluster-robust interval. Reads the first column of the totals. With one row a
 * cluster and equal weights it is Student's.
 */
export function clusteredMeanInterval(
  totals: readonly ClusterTotal[],
  level: number,
  method: 'clusterRobust' | 't' = 'clusterRobust',
): Measure<IntervalEstimate> {
  return intervalOfTerm(totals, firstColumn, level, method);
}

const firstColumn = (sums: readonly number[]): number => sums[0] as number;

/** Of what the sums of a cluster come to, such as their difference. */
function intervalOfTerm(
  totals: readonly ClusterTotal[],
  term: (sums: readonly number[]) => number,
  level: number,
  method: string,
): Measure<IntervalEstimate> {
  const clusters = clusterCount(totals);
  if (clusters === 0) return NO_FORECASTS;
  const { mean, weight } = weightedMean(totals, term);
  const squares = () => {
    const sum = new ExactSum();
    for (const { sums, weight: own, times = 1 } of totals) sum.add(times * (term(sums) - mean * own) ** 2);
    return sum.value;
  };
  const weightSquares = () => {
    const sum = new ExactSum();
    for (const { weight: own, times = 1 } of totals) sum.add(times * own ** 2);
    return sum.value;
  };
  return clusterRobust({ clusters, mean, weight, squares, weightSquares }, level, method);
}

/** The same from moments: the score is their first column, its weight the sum of those with a coefficient. */
export function meanIntervalOf(
  moments: ClusterMoments,
  weights: readonly number[],
  level: number,
  method: 'clusterRobust' | 't' = 'clusterRobust',
): Measure<IntervalEstimate> {
  const { clusters } = moments;
  if (clusters === 0) return NO_FORECASTS;
  const weight = moments.linear(weights);
  const mean = moments.linear([1]) / weight;
  const squares = () => moments.quadratic(weights.map((share, column) => (column === 0 ? 1 : -mean * share)));
  const weightSquares = () => moments.quadratic(weights);
  return clusterRobust({ clusters, mean, weight, squares, weightSquares }, level, method);
}

const INFINITE_BOTH = 'Both sides have infinite scores, so their difference is undefined.';

/** Weighted mean of score minus reference, the first two columns of the totals, with the clustered interval. */
export function clusteredDifference(
  totals: readonly ClusterTotal[],
  level: number,
): Measure<IntervalEstimate> {
  const difference = (sums: readonly number[]) => (sums[0] as number) - (sums[1] as number);
  if (totals.some(({ sums }) => Number.isNaN(difference(sums)))) return withheld(INFINITE_BOTH);
  return intervalOfTerm(totals, difference, level, 'clusterRobust');
}

/** The same from moments: the score is their first column, reference and weight combinations of the others. */
export function differenceIntervalOf(
  moments: ClusterMoments,
  reference: readonly number[],
  weights: readonly number[],
  level: number,
): Measure<IntervalEstimate> {
  const { clusters } = moments;
  if (clusters === 0) return NO_FORECASTS;
  const weight = moments.linear(weights);
  const mean = moments.linear(reference.map((share, column) => (column === 0 ? 1 : -share))) / weight;
  if (Number.isNaN(mean)) return withheld(INFINITE_BOTH);
  const squares = () =>
    moments.quadratic(
      reference.map((share, column) => (column === 0 ? 1 : -share - mean * (weights[column] as number))),
    );
  const weightSquares = () => moments.quadratic(weights);
  return clusterRobust({ clusters, mean, weight, squares, weightSquares }, level, 'clusterRobust');
}

/** Weighted mean of the first column, or of what is told; the caller makes sure that there is a cluster. */
export function weightedMean(
  totals: readonly ClusterTotal[],
  term: (sums: readonly number[]) => number = firstColumn,
): { mean: number; weight: number } {
  const [sum, weight] = [new ExactSum(), new ExactSum()];
  for (const { sums, weight: own, times = 1 } of totals) {
    sum.add(times * term(sums));
    weight.add(times * own);
  }
  return { mean: sum.value / weight.value, weight: weight.value };
}

/** Two-sided p of a t interval against 0: its other side. */
export function twoSidedP({ estimate, se, clusters, reason }: IntervalEstimate): Measure<number> {
  if (se === null) return withheld(reason ?? 'There is no standard error.');
  if (se === 0) return withheld('Every difference is the same, so there is no spread to test against.');
  return measured(Math.min(1, 2 * studentTCdf(-Math.abs(estimate / se), clusters - 1)));
}

const quantiles = new Map<string, number>();

/** Student's quantile of a central interval. The cells of a report ask for the same few again and again. */
function quantileOf(level: number, units: number): number {
  const key = `${level} ${units}`;
  const known = quantiles.get(key) ?? studentTQuantile((1 + level) / 2, units - 1);
  if (quantiles.size > 10_000) quantiles.clear();
  quantiles.set(key, known);
  return known;
}

/** Symmetric t interval around an estimate from `units` independent units. */
export function bounded(
  estimate: number,
  se: number,
  units: number,
  level: number,
  method: string,
): IntervalEstimate {
  const half = quantileOf(level, units) * se;
  return {
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    se,
    method,
    clusters: units,
    reason: null,
  };
}
