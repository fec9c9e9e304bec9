/** P(X <= x) of what was predicted: the cdf that `crps` scores, read at a place. */
import type { ContinuousForm } from '../questions/distribution.ts';
import { interpolateCdf } from './crps-cdf-points.ts';
import { named } from './families/registry.ts';

/**
 * Points of a cdf and quantiles: linear between them, 0 below the first, and above the last what that
 * leaves (it may never happen). Samples: their share. Null of intervals and points, which are no distribution.
 */
export function probabilityUpTo(form: ContinuousForm, x: number): number | null {
  switch (form.kind) {
    case 'family':
      return named(form.parameters).cdf(x);
    case 'samples':
      return form.values.filter((value) => value <= x).length / form.values.length;
    case 'quantiles':
      return upToAmong(form.values, form.levels, x);
    case 'cdf':
      return upToAmong(form.values, form.probabilities, x);
    case 'interval':
    case 'point':
      return null;
  }
}

function upToAmong(values: readonly number[], probabilities: readonly number[], x: number): number {
  // Of quantiles in one place the highest level is what lies up to it.
  const reached = values.findLastIndex((value) => value <= x);
  if (reached < 0) return 0;
  if (reached === values.length - 1 || values[reached] === x) return probabilities[reached] as number;
  const [from, to] = [reached, reached + 2];
  return interpolateCdf({ values: values.slice(from, to), probabilities: probabilities.slice(from, to) }, x);
}
