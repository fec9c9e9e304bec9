import { normalCdf } from '../../scoring/special-functions/normal.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';

export interface SpiegelhalterTest {
  readonly z: number;
  /** Two-sided p-value of calibration. */
  readonly p: number;
}

/**
 * Spiegelhalter 1986: how far the Brier score is from what calibrated forecasts would earn, in standard
 * errors, assuming independent questions. Undefined when every probability is 0, 0.5 or 1.
 */
export function spiegelhalterTest(table: ProbabilityTable): Measure<SpiegelhalterTest> {
  if (table.n === 0) return NO_FORECASTS;
  const [excess, variance] = [new ExactSum(), new ExactSum()];
  for (let i = 0; i < table.p.length; i += 1) {
    const { p, no, yes } = cell(table, i);
    const tilt = 1 - 2 * p;
    excess.add((yes * (1 - p) - no * p) * tilt);
    variance.add((no + yes) * tilt * tilt * p * (1 - p));
  }
  if (!(variance.value > 0)) {
    return withheld('Every probability is 0, 0.5 or 1, for which the statistic has no spread.');
  }
  const z = (excess.value / Math.sqrt(variance.value)) * Math.sqrt(table.effectiveN / table.weight);
  return measured({ z, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) });
}
