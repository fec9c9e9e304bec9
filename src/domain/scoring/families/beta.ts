/** Beta distribution over 0..1: `shape1`, `shape2`. */
import { logBetaOfDoubles, logBetaWeight, regularizedIncompleteBeta } from '../special-functions/beta.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'beta'>;

function cumulative(a: number, b: number, y: number): number {
  return regularizedIncompleteBeta(Math.min(Math.max(y, 0), 1), a, b);
}

function logDensity({ shape1: a, shape2: b }: Parameters, y: number): number {
  if (y < 0 || y > 1) return Number.NEGATIVE_INFINITY;
  // At an end the density is that of the power there: none, finite, or infinite.
  if (y === 0) return a === 1 ? Math.log(b) : (1 - a) * Number.POSITIVE_INFINITY;
  if (y === 1) return b === 1 ? Math.log(a) : (1 - b) * Number.POSITIVE_INFINITY;
  return logBetaWeight(y, 1 - y, a, b) - Math.log(y) - Math.log1p(-y);
}

/**
 * CRPS = (y - m)(2F(y) - 1) + 2 (w(y) - B(2a, 2b) / B(a,b)²) / (a + b), with the mean m and
 * w = y^a (1-y)^b / B(a,b) = a (F_{a,b} - F_{a+1,b}): no difference of numbers near 1 is left, so that
 * narrow distributions keep their digits.
 */
export const beta: Family<Parameters> = {
  counts: false,
  cdf: ({ shape1, shape2 }, x) => cumulative(shape1, shape2, x),
  crps: ({ shape1: a, shape2: b }, y) => {
    const weight = y > 0 && y < 1 ? Math.exp(logBetaWeight(y, 1 - y, a, b)) : 0;
    // y - m, without the rounding of m near 1.
    const fromMean = (b * y - a * (1 - y)) / (a + b);
    const spread = Math.exp(logBetaOfDoubles(a, b));
    return fromMean * (2 * cumulative(a, b, y) - 1) + (2 * (weight - spread)) / (a + b);
  },
  logDensity,
};
