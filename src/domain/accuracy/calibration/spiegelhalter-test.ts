import { normalCdf } from '../../scoring/special-functions/normal.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';
import type { ClusterCells } from './resampled-tables.ts';
import { spreadOfSurprises } from './surprises.ts';

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
 * @param cells the same forecasts by cluster: the standard error is then that of calibrated forecasts whose
 *   surprises come together inside a cluster, and p the share of such draws that are as far off. The spread of
 *   what came would be next to none where little was expected and nothing came. Without them the forecasts
 *   are taken as independent
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
  return measured({ z, p: twoSided(z) });
}

/** Asked for by the diagnostics and by the figures of one table; the draws are made once. */
const known = new WeakMap<ClusterCells, Measure<SpiegelhalterTest>>();

function clustered(table: ProbabilityTable, cells: ClusterCells, excess: number): Measure<SpiegelhalterTest> {
  const found = known.get(cells);
  if (found !== undefined) return found;
  const test = testByCluster(table, cells, excess);
  known.set(cells, test);
  return test;
}

function testByCluster(
  table: ProbabilityTable,
  cells: ClusterCells,
  excess: number,
): Measure<SpiegelhalterTest> {
  if (cells.starts.length - 1 < 2) return withheld('One cluster has no spread.');
  const { variance, beyond } = spreadOfSurprises(table, cells);
  const z = excess / Math.sqrt(variance);
  return measured({ z, p: beyond === null ? twoSided(z) : beyond(Math.abs(excess)) });
}

function twoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}
