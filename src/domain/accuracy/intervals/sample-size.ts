import { type Measure, measured, withheld } from '../measure.ts';

/**
 * Questions needed to detect a mean difference `delta` with 80 % power at the 5 % level, two-sided:
 * (2.8·sd/Δ)², rounded up, where `sd` is the standard deviation of the paired differences.
 */
export function nToDetect(sd: number, delta: number): Measure<number> {
  if (!Number.isFinite(sd)) return withheld('The differences have no finite spread.');
  if (delta === 0) return withheld('A difference of 0 cannot be detected with any number of questions.');
  return measured(Math.ceil(((2.8 * sd) / delta) ** 2));
}
