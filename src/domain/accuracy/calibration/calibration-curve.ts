import { binStanding, type Standing } from '../floors.ts';
import { type Bounds, wilsonInterval } from '../intervals/proportion-interval.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { type Bins, binned } from './bins.ts';

/** One point of the binned curve; `bin` counts from 0 over all bins, empty ones included. */
export interface CalibrationPoint {
  readonly bin: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  readonly weight: number;
  /** Mean of the forecasts in the bin, not its midpoint. */
  readonly meanForecast: number;
  /** Weighted share of yes. */
  readonly observed: number;
  /** Wilson interval of `observed`; with weights from the effective number of forecasts. */
  readonly interval: Bounds | null;
  readonly standing: Standing;
}

/**
 * Observed share against mean forecast by right-closed bin; empty bins are left out, thin ones marked.
 * `level` in 0..1.
 */
export function calibrationCurve(table: ProbabilityTable, bins: Bins, level: number): CalibrationPoint[] {
  return binned(table, bins).map(({ index, lower, upper, n, weight, meanForecast, observed }) => {
    const effectiveN = (table.effectiveN * weight) / table.weight;
    const interval = wilsonInterval(observed * effectiveN, effectiveN, level).value;
    return {
      bin: index,
      lower,
      upper,
      n,
      weight,
      meanForecast,
      observed,
      interval,
      standing: binStanding(n),
    };
  });
}
