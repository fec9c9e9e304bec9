import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';
import type { CalibrationError } from './calibration-error.ts';
import { type ColumnShare, equalMassBins } from './equal-mass-bins.ts';
import { exactExpectation } from './expected-absolute-error.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import type { ClusterCells } from './resampled-tables.ts';

/**
 * ECE and MCE over bins of equal mass (Roelofs et al. 2022). What calibrated forecasts would show is
 * exact where no probability straddles two bins, else from the normal limit; drawn where some depend on
 * each other.
 * @param cells the same forecasts by cluster; null where all are independent
 */
export function equalMassCalibrationError(
  table: ProbabilityTable,
  bins: number,
  cells: ClusterCells | null = null,
): Measure<CalibrationError> {
  if (table.n === 0) return NO_FORECASTS;
  let [ece, mce, expected] = [0, 0, 0];
  const filled = equalMassBins(table, bins);
  for (const shares of filled) {
    const mass = shares.reduce((sum, { share }) => sum + share, 0);
    if (mass === 0) continue;
    const gap = Math.abs(shares.reduce((sum, part) => sum + gapOf(table, part), 0));
    ece += gap;
    mce = Math.max(mce, gap / mass);
    if (cells === null) expected += mass * expectedGap(table, shares, mass);
  }
  if (cells !== null) {
    const eceIfCalibrated = expectedCalibrationError(table, cells, filled);
    return measured({ ece: ece / table.weight, mce, eceIfCalibrated });
  }
  return measured({ ece: ece / table.weight, mce, eceIfCalibrated: expected / table.weight });
}

function gapOf(table: ProbabilityTable, { column, share }: ColumnShare): number {
  const { p, no, yes } = cell(table, column);
  return share * (p - yes / (no + yes));
}

/** E|observed share - mean forecast| of a bin if its forecasts were calibrated. */
function expectedGap(table: ProbabilityTable, shares: readonly ColumnShare[], mass: number): number {
  const whole = shares.every(({ column, share }) => {
    const { no, yes } = cell(table, column);
    return share === no + yes;
  });
  const [first, last] = [shares[0], shares.at(-1)] as [ColumnShare, ColumnShare];
  const exact = whole ? exactExpectation(table, first.column, last.column + 1) : null;
  if (exact !== null) return exact;
  let variance = 0;
  for (const { column, share } of shares) {
    const { p, no, yes } = cell(table, column);
    // The share of yes among the forecasts of one probability varies with all of them.
    variance += (share * share * p * (1 - p)) / ((no + yes) * (table.effectiveN / table.weight));
  }
  return Math.sqrt((2 / Math.PI) * variance) / mass;
}
