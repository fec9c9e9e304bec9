import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { type Bins, binned } from './bins.ts';
import { expectedAbsoluteError } from './expected-absolute-error.ts';

export interface CalibrationError {
  /** Expected calibration error: weighted mean distance of observed share and mean forecast. */
  readonly ece: number;
  /** Largest distance in one bin. */
  readonly mce: number;
  /** The ECE that perfectly calibrated forecasts of these probabilities would show on average. */
  readonly eceIfCalibrated: number;
}

/** ECE and MCE over bins (Naeini et al. 2015). Diagnostic, not proper: never rank on it. */
export function calibrationError(table: ProbabilityTable, bins: Bins): Measure<CalibrationError> {
  if (table.n === 0) return NO_FORECASTS;
  let ece = 0;
  let mce = 0;
  let expected = 0;
  for (const bin of binned(table, bins)) {
    const distance = Math.abs(bin.meanForecast - bin.observed);
    ece += bin.weight * distance;
    mce = Math.max(mce, distance);
    expected += bin.weight * expectedAbsoluteError(table, bin);
  }
  return measured({ ece: ece / table.weight, mce, eceIfCalibrated: expected / table.weight });
}
