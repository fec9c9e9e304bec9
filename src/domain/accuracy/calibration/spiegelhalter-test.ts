import { normalCdf } from '../../scoring/special-functions/normal.ts';
import { studentTCdf } from '../../scoring/special-functions/student-t.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';
import { clusterSquares } from './cluster-squares.ts';
import type { ClusterCells } from './resampled-tables.ts';

export interface SpiegelhalterTest {
  /** Infinite where calibration is refuted with certainty. */
  readonly z: number;
  /** Two-sided p-value of calibration. */
  readonly p: number;
}

/**
 * Whether something came true that was called impossible, or did not that was called certain. That no
 * calibrated forecast survives, whatever the others did; in the statistic it has no variance to show in.
 */
export function refutedWithCertainty({ p, noWeight, yesWeight }: ProbabilityTable): boolean {
  const last = p.length - 1;
  return (p[0] === 0 && (yesWeight[0] as number) > 0) || (p[last] === 1 && (noWeight[last] as number) > 0);
}

/**
 * Spiegelhalter 1986: how far the Brier score is from what calibrated forecasts would earn, in standard
 * errors. Undefined when every probability is 0, 0.5 or 1, unless one of 0 came true or one of 1 did not:
 * then z is infinite and p is 0.
 * @param cells the same forecasts by cluster: the standard error is then that of clusters (CR1) and p of
 *   Student's t on their number less one; without them the forecasts are taken as independent
 */
export function spiegelhalterTest(
  table: ProbabilityTable,
  cells: ClusterCells | null = null,
): Measure<SpiegelhalterTest> {
  if (table.n === 0) return NO_FORECASTS;
  if (refutedWithCertainty(table)) return measured({ z: Number.POSITIVE_INFINITY, p: 0 });
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
  if (cells !== null) return clustered(table, cells, excess.value);
  const z = (excess.value / Math.sqrt(variance.value)) * Math.sqrt(table.effectiveN / table.weight);
  return measured({ z, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) });
}

function clustered(table: ProbabilityTable, cells: ClusterCells, excess: number): Measure<SpiegelhalterTest> {
  const squares = clusterSquares(cells, (column) => {
    const p = table.p[column] as number;
    return [-p * (1 - 2 * p), (1 - p) * (1 - 2 * p)];
  });
  if (squares === null) return withheld('One cluster has no spread.');
  if (squares === 0) return withheld('The clusters do not differ, so the statistic has no spread.');
  const z = excess / Math.sqrt(squares);
  return measured({ z, p: Math.min(1, 2 * studentTCdf(-Math.abs(z), cells.starts.length - 2)) });
}
