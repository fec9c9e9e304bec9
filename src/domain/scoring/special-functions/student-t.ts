/** Student's t distribution with df > 0 degrees of freedom (whole or not; Infinity is the normal). */
import { incompleteBetaInversePair, logBeta, regularizedIncompleteBeta } from './beta.ts';
import { normalCdf, normalLogDensity, normalQuantile } from './normal.ts';

/** ln of (1 + t^2/df)^(-(df+1)/2) / (sqrt(df) B(1/2, df/2)) */
export function studentTLogDensity(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalLogDensity(t);
  const ratio = t / Math.sqrt(df);
  // ln(1 + r^2) overflows in the square only; past 1e150 the 1 no longer counts.
  const logOfOnePlus = Math.abs(ratio) > 1e150 ? 2 * Math.log(Math.abs(ratio)) : Math.log1p(ratio * ratio);
  return (-(df + 1) / 2) * logOfOnePlus - Math.log(df) / 2 - logBeta(0.5, df / 2);
}

/** Probability of a value up to t; the lower tail keeps its digits. F(-t) = I_{df/(df+t^2)}(df/2, 1/2) / 2 */
export function studentTCdf(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError('degrees of freedom are above 0');
  if (df === Number.POSITIVE_INFINITY) return normalCdf(t);
  const square = (t / Math.sqrt(df)) ** 2;
  const complement = square === Number.POSITIVE_INFINITY ? 1 : square / (1 + square);
  const tail = regularizedIncompleteBeta(1 / (1 + square), df / 2, 0.5, complement) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t below which probability p lies; -Infinity at 0, Infinity at 1. */
export function studentTQuantile(p: number, df: number): number {
  if (!(df > 0)) throw new RangeError('degrees of freedom are above 0');
  if (!(p >= 0 && p <= 1)) throw new RangeError('a probability is from 0 to 1');
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 0.5) return 0;
  const { x, complement } = incompleteBetaInversePair(2 * p, df / 2, 0.5);
  return -Math.sqrt((df * complement) / x);
}
