import { normalQuantile } from '../../scoring/special-functions/normal.ts';
import { type Measure, measured, withheld } from '../measure.ts';

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

const NO_TRIALS = withheld('No trial, so there is no share.');

/** Wilson 1927 score interval for `k` of `n`; both may be effective (fractional) numbers. */
export function wilsonInterval(k: number, n: number, level: number): Measure<Bounds> {
  if (!(n > 0)) return NO_TRIALS;
  const z = normalQuantile((1 + level) / 2);
  const share = k / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // At k = 0 and k = n the bound is 0 or 1 by algebra; the last bit may say otherwise.
  return measured({
    lower: k === 0 ? 0 : Math.max(0, centre - half),
    upper: k === n ? 1 : Math.min(1, centre + half),
  });
}
