import { compensatedMean } from '../../scoring/compensated-sum.ts';
import { studentTCdf, studentTQuantile } from '../../scoring/special-functions/student-t.ts';
import { thereAre } from '../../sentence.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';

export interface PairedDifference {
  /** Mean loss of the first minus that of the second on the same rows; below 0 favours the first. */
  readonly meanDifference: number;
  readonly statistic: number;
  /** Two-sided, Student's t on n - 1 degrees. */
  readonly p: number;
  readonly lower: number;
  readonly upper: number;
  readonly se: number;
}

export interface DieboldMarianoOptions {
  /** Forecast horizon h: differences less than h apart may correlate. 1 is the paired t test. */
  readonly lag: number;
  readonly level: number;
  /**
   * The original test is `rectangular`. Bartlett weights keep the long-run variance positive but shrink each
   * covariance, so that they reach over twice the lag: cut at the lag itself, two thirds of it would be left.
   */
  readonly kernel?: 'rectangular' | 'bartlett';
}

/** Why the test with the rectangular kernel is withheld where the other one need not be. */
export const NOT_POSITIVE = 'The long-run variance is not positive at this lag; use the Bartlett kernel.';

/**
 * Diebold & Mariano 1995 with the small-sample correction of Harvey, Leybourne & Newbold 1997.
 * `differences` are losses of the first minus the second, one a question, in order of time. For
 * clustered questions use `clusteredMeanInterval` of the differences instead.
 */
export function dieboldMariano(
  differences: readonly number[],
  { lag, level, kernel = 'rectangular' }: DieboldMarianoOptions,
): Measure<PairedDifference> {
  const n = differences.length;
  if (n < 2) return withheld(`A paired comparison needs 2 common questions; ${thereAre(n)}.`);
  if (!Number.isInteger(lag) || lag < 1 || lag >= n)
    return withheld(`The lag must lie in 1..${n - 1}; it is ${lag}.`);
  if (!differences.every(Number.isFinite)) return withheld('A difference is infinite or undefined.');
  const meanDifference = compensatedMean(differences);
  const deviations = differences.map((difference) => difference - meanDifference);
  const width = kernel === 'bartlett' && lag > 1 ? Math.min(2 * lag, n) : lag;
  let variance = autocovariance(deviations, 0);
  for (let k = 1; k < width; k += 1) {
    const weight = kernel === 'bartlett' ? 1 - k / width : 1;
    variance += 2 * weight * autocovariance(deviations, k);
  }
  const spread = Math.max(...differences) - Math.min(...differences);
  if (spread === 0) return withheld('Every difference is the same, so there is no spread to test against.');
  if (!(variance > 0)) return withheld(NOT_POSITIVE);
  const correction = Math.sqrt((n + 1 - 2 * lag + (lag * (lag - 1)) / n) / n);
  const se = Math.sqrt(variance / n) / correction;
  const statistic = meanDifference / se;
  const half = studentTQuantile((1 + level) / 2, n - 1) * se;
  const p = Math.min(1, 2 * studentTCdf(-Math.abs(statistic), n - 1));
  return measured({
    meanDifference,
    statistic,
    p,
    lower: meanDifference - half,
    upper: meanDifference + half,
    se,
  });
}

function autocovariance(deviations: readonly number[], k: number): number {
  const sum = new ExactSum();
  for (let i = k; i < deviations.length; i += 1)
    sum.add((deviations[i] as number) * (deviations[i - k] as number));
  return sum.value / deviations.length;
}
