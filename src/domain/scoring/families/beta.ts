/** Beta distribution over 0..1: `shape1`, `shape2`. */
import { logBeta, logBetaWeight, regularizedIncompleteBeta } from '../special-functions/beta.ts';
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

/** CRPS = y (2F_{a,b}(y) - 1) + a/(a+b) (1 - 2F_{a+1,b}(y) - 2 B(2a, 2b) / (a B(a,b)²)). */
export const beta: Family<Parameters> = {
  counts: false,
  cdf: ({ shape1, shape2 }, x) => cumulative(shape1, shape2, x),
  crps: ({ shape1: a, shape2: b }, y) => {
    const spread = (2 * Math.exp(logBeta(2 * a, 2 * b) - 2 * logBeta(a, b))) / a;
    const rest = (a / (a + b)) * (1 - 2 * cumulative(a + 1, b, y) - spread);
    return y * (2 * cumulative(a, b, y) - 1) + rest;
  },
  logDensity,
};
