import { compensatedMean } from '../../scoring/compensated-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';

/** What stands in for a missing forecast: the crowd's loss, that of one half, or the worst possible. */
export type Imputation = 'crowd' | 'uniform' | 'worst';

/** A forecaster's loss on a question of the board, null where there was no forecast. */
export interface ImputableRow {
  readonly own: number | null;
  readonly crowd: number | null;
  readonly uniform: number;
  readonly worst: number;
}

/**
 * Mean loss with the missing forecasts filled in: a sensitivity check with a name, never the headline,
 * which compares common questions only. `nImputed` says how much of it was not said.
 */
export function imputedMean(
  rows: readonly ImputableRow[],
  imputation: Imputation,
): Measure<{ readonly mean: number; readonly nImputed: number }> {
  if (rows.length === 0) return NO_FORECASTS;
  const losses = rows.map((row) => row.own ?? row[imputation]);
  if (losses.includes(null)) return withheld('A missing forecast has no crowd to stand in for it.');
  return measured({
    mean: compensatedMean(losses as number[]),
    nImputed: rows.filter(({ own }) => own === null).length,
  });
}
