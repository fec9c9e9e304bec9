import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ClusterMoments } from './cluster-moments.ts';
import { type ClusterTotal, clusterCount } from './cluster-sums.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';
import { bounded } from './mean-interval.ts';

/**
 * Skill 1 - ΣS/ΣS_ref with the delta-method interval of a ratio, clustered: the residual of cluster g
 * is s_g - ρ·r_g. Reads two columns of the totals: score, then reference on the same rows. A reference
 * of 0 has no skill; a mean of ratios a question is not proper and is not offered.
 */
export function skillInterval(totals: readonly ClusterTotal[], level: number): Measure<IntervalEstimate> {
  const groups = clusterCount(totals);
  if (groups === 0) return NO_FORECASTS;
  const [score, reference] = [new ExactSum(), new ExactSum()];
  for (const { sums, times = 1 } of totals) {
    score.add(times * (sums[0] as number));
    reference.add(times * (sums[1] as number));
  }
  const refusal = undefinedRatio(reference.value);
  if (refusal) return withheld(refusal);
  const ratio = score.value / reference.value;
  const method = 'clusterRobustRatio';
  if (!Number.isFinite(ratio))
    return measured(withoutBounds(1 - ratio, method, groups, 'A score is infinite.'));
  if (groups === 1) return measured(withoutBounds(1 - ratio, method, groups, 'One cluster has no spread.'));
  const squares = new ExactSum();
  for (const { sums, times = 1 } of totals)
    squares.add(times * ((sums[0] as number) - ratio * (sums[1] as number)) ** 2);
  const se = Math.sqrt((groups / (groups - 1)) * squares.value) / Math.abs(reference.value);
  return measured(bounded(1 - ratio, se, groups, level, method));
}

/** The same from moments: the score is their first column, the reference a combination of the others. */
export function skillIntervalOf(
  moments: ClusterMoments,
  reference: readonly number[],
  level: number,
): Measure<IntervalEstimate> {
  const groups = moments.clusters;
  if (groups === 0) return NO_FORECASTS;
  const referenceSum = moments.linear(reference);
  const refusal = undefinedRatio(referenceSum);
  if (refusal) return withheld(refusal);
  const ratio = moments.linear([1]) / referenceSum;
  const method = 'clusterRobustRatio';
  if (!Number.isFinite(ratio))
    return measured(withoutBounds(1 - ratio, method, groups, 'A score is infinite.'));
  if (groups === 1) return measured(withoutBounds(1 - ratio, method, groups, 'One cluster has no spread.'));
  const squares = moments.quadratic(reference.map((share, column) => (column === 0 ? 1 : -ratio * share)));
  const se = Math.sqrt((groups / (groups - 1)) * squares) / Math.abs(referenceSum);
  return measured(bounded(1 - ratio, se, groups, level, method));
}

/** Why a ratio to this reference is undefined; null where it is defined. */
export function undefinedRatio(reference: number): string | null {
  if (reference === 0) return 'The reference scores 0, so there is no ratio to it; compare the difference.';
  return Number.isFinite(reference) ? null : 'The reference scores Infinity, so there is no ratio to it.';
}
