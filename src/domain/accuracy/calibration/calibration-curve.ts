import { binStanding, type Standing } from '../floors.ts';
import { type Bounds, wilsonInterval } from '../intervals/proportion-interval.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { type Bin, type Bins, binned } from './bins.ts';
import type { ClusterCells } from './resampled-tables.ts';

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
  /** Wilson interval of `observed`, from the effective number of forecasts. */
  readonly interval: Bounds | null;
  readonly standing: Standing;
}

/**
 * Observed share against mean forecast by right-closed bin; empty bins are left out, thin ones marked.
 * `level` in 0..1. The effective number is Kish's, (Σw)²/Σw² (Kish 1965); where forecasts depend on each
 * other, the w are those of clusters in the bin: what three say of one question counts as one.
 * @param cells the same forecasts by cluster; null where all are independent and weigh the same
 */
export function calibrationCurve(
  table: ProbabilityTable,
  bins: Bins,
  level: number,
  cells: ClusterCells | null = null,
): CalibrationPoint[] {
  const filled = binned(table, bins);
  const squares = cells === null ? null : squaredClusterWeights(filled, cells, table.p.length);
  return filled.map(({ index, lower, upper, n, weight, meanForecast, observed }, at) => {
    const effectiveN =
      squares === null ? (table.effectiveN * weight) / table.weight : weight ** 2 / (squares[at] as number);
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

/** Of each bin the sum over clusters of the square of what the cluster weighs in it. */
function squaredClusterWeights(
  bins: readonly Bin[],
  { starts, column, no, yes }: ClusterCells,
  columns: number,
): number[] {
  const binOfColumn = new Int32Array(columns);
  for (const [at, { from, to }] of bins.entries()) binOfColumn.fill(at, from, to);
  const squares = bins.map(() => 0);
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1) {
    const inBin = new Map<number, number>();
    const end = starts[cluster + 1] as number;
    for (let row = starts[cluster] as number; row < end; row += 1) {
      const bin = binOfColumn[column[row] as number] as number;
      inBin.set(bin, (inBin.get(bin) ?? 0) + (no[row] as number) + (yes[row] as number));
    }
    for (const [bin, weight] of inBin) squares[bin] = (squares[bin] as number) + weight ** 2;
  }
  return squares;
}
