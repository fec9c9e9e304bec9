import { type Measure, measured, withheld } from '../measure.ts';

/**
 * ForecastBench's index 100·(1 - √x) of a difficulty-adjusted Brier score, a gain. An adjusted score
 * can fall below 0, where the root does not exist: null.
 */
export function brierIndex(adjustedBrier: number): Measure<number> {
  if (!(adjustedBrier >= 0)) return withheld('The adjusted score is negative and has no square root.');
  return measured(100 * (1 - Math.sqrt(adjustedBrier)));
}
