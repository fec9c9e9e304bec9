/**
 * Bias of one forecast: from -1 (all of it below what came) over 0 to 1 (all of it above). A diagnostic
 * of no orientation, to be averaged and compared with 0; no score, and nobody is ranked by it.
 * Funk et al. 2019; Bosse et al. 2022 (scoringutils).
 */

import type { ContinuousForm } from '../questions/distribution.ts';
import { placeInForecast } from './probability-integral-transform.ts';

/**
 * Null of intervals and points, and of quantiles that have no median.
 * @param end of the line: of what lies there or beyond it is known only that, and as much as was left for it
 *   counts half below, half above
 */
export function biasOfForecast(form: ContinuousForm, y: number, end: number | null = null): number | null {
  if (end !== null && y >= end) {
    const place = placeInForecast(form, y, end);
    const without = form.kind === 'quantiles' && medianOf(form.levels, form.values) === null;
    return place === null || without ? null : -place.lower;
  }
  if (form.kind === 'quantiles') return biasOfQuantiles(form.levels, form.values, y);
  if (form.kind === 'samples') {
    const whole = Number.isInteger(y) && form.values.every(Number.isInteger);
    return biasOfSamples(form.values, y, whole);
  }
  const place = placeInForecast(form, y);
  return place === null ? null : 1 - place.lower - place.upper;
}

/** 1 - 2 P(X <= y); over whole numbers 1 - P(X <= y) - P(X < y), as scoringutils does where all are whole. @param samples at least one */
export function biasOfSamples(samples: readonly number[], y: number, whole: boolean): number {
  const upTo = samples.filter((sample) => sample <= y).length / samples.length;
  if (!whole) return 1 - 2 * upTo;
  return 1 - upTo - samples.filter((sample) => sample <= y - 1).length / samples.length;
}

/**
 * 1 - 2τ, with τ the level of the nearest quantile between what came and the median (which is
 * interpolated where it was not stated); null where all levels are on one side of 0.5.
 * @param levels rising, @param values one for each
 */
function biasOfQuantiles(levels: readonly number[], values: readonly number[], y: number): number | null {
  const median = medianOf(levels, values);
  if (median === null) return null;
  if (y === median) return 0;
  if (y < median) {
    const below = levels.filter((_, at) => (values[at] as number) <= y).at(-1);
    return below === undefined ? 1 : 1 - 2 * below;
  }
  const above = levels.find((_, at) => (values[at] as number) >= y);
  return above === undefined ? -1 : 1 - 2 * above;
}

function medianOf(levels: readonly number[], values: readonly number[]): number | null {
  const after = levels.findIndex((level) => level >= 0.5);
  if (after === -1) return null;
  const [high, right] = [levels[after] as number, values[after] as number];
  if (high === 0.5) return right;
  const [low, left] = [levels[after - 1], values[after - 1]];
  if (low === undefined || left === undefined) return null;
  return left + (right - left) * ((0.5 - low) / (high - low));
}
