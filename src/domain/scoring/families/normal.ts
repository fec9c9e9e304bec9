/** Normal distribution: `mean`, `sd`. */
import { normalCdf, normalDensity, normalLogDensity } from '../special-functions/normal.ts';
import type { Family, ParametersOf } from './family.ts';

const ROOT_PI = Math.sqrt(Math.PI);

/** E|X| of a normal variable: m (2Φ(m/s) - 1) + 2 s φ(m/s). */
export function meanAbsoluteNormal(mean: number, sd: number): number {
  const z = mean / sd;
  return mean * (1 - 2 * normalCdf(-z)) + 2 * sd * normalDensity(z);
}

/** CRPS = sd (z (2Φ(z) - 1) + 2φ(z) - 1/√π), z = (y - mean) / sd. */
export const normal: Family<ParametersOf<'normal'>> = {
  counts: false,
  cdf: ({ mean, sd }, x) => normalCdf((x - mean) / sd),
  crps: ({ mean, sd }, y) => meanAbsoluteNormal(y - mean, sd) - sd / ROOT_PI,
  logDensity: ({ mean, sd }, y) => normalLogDensity((y - mean) / sd) - Math.log(sd),
};
