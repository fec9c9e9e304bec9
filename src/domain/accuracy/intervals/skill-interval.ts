import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ClusterMoments } from './cluster-moments.ts';
import { type ClusterTotal, clusterCount } from './cluster-sums.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';
import { bounded } from './mean-interval.ts';

/** What a clustered ratio is made of. */
interface ClusteredRatio {
  readonly clusters: number;
  readonly score: number;
  readonly reference: number;
  /** Σ_g (s_g - ρ·r_g)² for the ratio ρ. */
  readonly squares: (ratio: number) => number;
}

/**
 * Skill 1 - ΣS/ΣS_ref with the delta-method interval of a ratio, clustered: the residual of cluster g
 * is s_g - ρ·r_g. A reference of 0 has no skill; a mean of ratios a question is not proper and is not
 * offered.
 */
function clusterRobustRatio(
  { clusters, score, reference, squares }: ClusteredRatio,
  level: number,
): Measure<IntervalEstimate> {
  const refusal = undefinedRatio(reference);
  if (refusal) return withheld(refusal);
  const ratio = score / reference;
  const method = 'clusterRobustRatio';
  if (!Number.isFinite(ratio))
    return measured(withoutBounds(1 - ratio, method, clusters, 'A score is infinite.'));
  if (clusters === 1)
    return measured(withoutBounds(1 - ratio, method, clusters, 'One cluster has no spread.'));
  const se = Math.sqrt((clusters / (clusters - 1)) * squares(ratio)) / Math.abs(reference);
  return measured(bounded(1 - ratio, se, clusters, level, method));
}

/** Skill from two columns of the totals: score, then reference on the same rows. */
export function skillInterval(totals: readonly ClusterTotal[], level: number): Measure<IntervalEstimate> {
  const clusters = clusterCount(totals);
  if (clusters === 0) return NO_FORECASTS;
  const sumOf = (term: (sums: readonly number[]) => number) => {
    const sum = new ExactSum();
    for (const { sums, times = 1 } of totals) sum.add(times * term(sums));
    return sum.value;
  };
  const facts = {
    clusters,
    score: sumOf(([score]) => score as number),
    reference: sumOf(([, reference]) => reference as number),
    squares: (ratio: number) =>
      sumOf(([score, reference]) => ((score as number) - ratio * (reference as number)) ** 2),
  };
  return clusterRobustRatio(facts, level);
}

/** The same from moments: the score is their first column, the reference a combination of the others. */
export function skillIntervalOf(
  moments: ClusterMoments,
  reference: readonly number[],
  level: number,
): Measure<IntervalEstimate> {
  const { clusters } = moments;
  if (clusters === 0) return NO_FORECASTS;
  const facts = {
    clusters,
    score: moments.linear([1]),
    reference: moments.linear(reference),
    squares: (ratio: number) =>
      moments.quadratic(reference.map((share, column) => (column === 0 ? 1 : -ratio * share))),
  };
  return clusterRobustRatio(facts, level);
}

/** Why a ratio to this reference is undefined; null where it is defined. */
export function undefinedRatio(reference: number): string | null {
  if (reference < 0)
    return 'The reference scores below 0, so a ratio to it says nothing; compare the difference.';
  if (reference === 0) return 'The reference scores 0, so there is no ratio to it; compare the difference.';
  return Number.isFinite(reference) ? null : 'The reference scores Infinity, so there is no ratio to it.';
}
