import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { tabulate } from '../state/tabulate.ts';
import { type Bins, binned, equalWidthEdges } from './bins.ts';
import {
  expectedAbsoluteError,
  NORMAL_FROM_VARIANCE,
  normalAbsoluteError,
} from './expected-absolute-error.ts';

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

/**
 * The same over equal bins straight from rows, in one pass and without sorting them, where no other
 * aggregate is wanted. `p` in 0..1 and `outcome` 0 or 1 are checked by the caller.
 */
export function calibrationErrorOfRows(
  p: Float64Array,
  outcome: Uint8Array,
  bins: number,
): Measure<CalibrationError> {
  if (p.length === 0) return NO_FORECASTS;
  const edges = equalWidthEdges(bins);
  const [n, yes, variance] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  const forecast = Array.from({ length: bins }, () => new ExactSum());
  for (let row = 0; row < p.length; row += 1) {
    const value = p[row] as number;
    // The product may be rounded over an edge: the edges decide.
    let bin = Math.min(bins - 1, Math.max(0, Math.ceil(value * bins) - 1));
    if (value > (edges[bin + 1] as number)) bin += 1;
    else if (bin > 0 && value <= (edges[bin] as number)) bin -= 1;
    n[bin] = (n[bin] as number) + 1;
    yes[bin] = (yes[bin] as number) + (outcome[row] as number);
    variance[bin] = (variance[bin] as number) + value * (1 - value);
    (forecast[bin] as ExactSum).add(value);
  }
  // The exact error of few or certain forecasts needs each of them.
  const small = (_: number, bin: number) =>
    (n[bin] as number) > 0 && (variance[bin] as number) < NORMAL_FROM_VARIANCE;
  if (n.some(small)) return calibrationError(tabulate(p, outcome), bins);
  let [ece, mce, expected] = [0, 0, 0];
  n.forEach((count, bin) => {
    if (count === 0) return;
    const distance = Math.abs(((forecast[bin] as ExactSum).value - (yes[bin] as number)) / count);
    ece += count * distance;
    mce = Math.max(mce, distance);
    expected += count * normalAbsoluteError(variance[bin] as number, count, count);
  });
  return measured({ ece: ece / p.length, mce, eceIfCalibrated: expected / p.length });
}
