/** The standard normal distribution. */
import { erfc, expOfMinusSquare } from './error-function.ts';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** exp(-z^2/2) / sqrt(2 pi) */
export function normalDensity(z: number): number {
  return Math.abs(z) > 60 ? 0 : expOfMinusSquare(z * Math.SQRT1_2) / ROOT_TWO_PI;
}

/** ln of the density, finite however far out. */
export function normalLogDensity(z: number): number {
  return -(z * z) / 2 - Math.log(2 * Math.PI) / 2;
}

/** Probability of a value up to z; the lower tail keeps its digits. */
export function normalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/**
 * The z below which probability p lies; -Infinity at 0, Infinity at 1.
 * Abramowitz & Stegun 26.2.23 as a start, then Halley's method, which triples the digits each time.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError('a probability is from 0 to 1');
  // 1 - p is exact from one half on.
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step += 1) {
    const density = normalDensity(z);
    if (density === 0) break;
    const error = (normalCdf(z) - p) / density;
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}
