import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';
import { type Bin, type Bins, binned } from './bins.ts';
import type { ColumnShare } from './equal-mass-bins.ts';
import { expectedAbsoluteError } from './expected-absolute-error.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import type { ClusterCells } from './resampled-tables.ts';

export interface CalibrationError {
  /** Expected calibration error: weighted mean distance of observed share and mean forecast. */
  readonly ece: number;
  /** Largest distance in one bin. */
  readonly mce: number;
  /** The ECE that perfectly calibrated forecasts of these probabilities would show on average. */
  readonly eceIfCalibrated: number;
}

/**
 * ECE and MCE over bins (Naeini et al. 2015). Diagnostic, not proper: never rank on it.
 * @param cells the same forecasts by cluster, where some depend on each other
 */
export function calibrationError(
  table: ProbabilityTable,
  bins: Bins,
  cells: ClusterCells | null = null,
): Measure<CalibrationError> {
  if (table.n === 0) return NO_FORECASTS;
  let ece = 0;
  let mce = 0;
  let expected = 0;
  const filled = binned(table, bins);
  for (const bin of filled) {
    const distance = Math.abs(bin.meanForecast - bin.observed);
    ece += bin.weight * distance;
    mce = Math.max(mce, distance);
    if (cells === null) expected += bin.weight * expectedAbsoluteError(table, bin);
  }
  if (cells !== null) {
    const eceIfCalibrated = expectedCalibrationError(
      table,
      cells,
      filled.map((bin) => sharesOf(table, bin)),
    );
    return measured({ ece: ece / table.weight, mce, eceIfCalibrated });
  }
  return measured({ ece: ece / table.weight, mce, eceIfCalibrated: expected / table.weight });
}

function sharesOf(table: ProbabilityTable, { from, to }: Bin): ColumnShare[] {
  return Array.from({ length: to - from }, (_, at) => {
    const { no, yes } = cell(table, from + at);
    return { column: from + at, share: no + yes };
  });
}
