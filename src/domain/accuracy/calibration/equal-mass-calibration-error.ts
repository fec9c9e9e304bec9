import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';

/**
 * ECE over bins of equal mass (Roelofs et al. 2022), from the table: forecasts of one probability that
 * straddle two bins are shared between them in proportion, so that the order of the rows does not
 * matter. Bins are as even as whole forecasts allow, the larger ones first.
 */
export function equalMassCalibrationError(table: ProbabilityTable, bins: number): Measure<number> {
  if (table.n === 0) return NO_FORECASTS;
  const masses = table.weighted
    ? new Array<number>(bins).fill(table.weight / bins)
    : evenSizes(table.n, bins);
  let error = 0;
  let column = 0;
  let used = 0;
  for (const mass of masses) {
    let missing = mass;
    let gap = 0;
    while (missing > 0 && column < table.p.length) {
      const { p, no, yes } = cell(table, column);
      const share = Math.min(missing, no + yes - used);
      gap += share * (p - yes / (no + yes));
      missing -= share;
      used += share;
      if (used >= no + yes) {
        column += 1;
        used = 0;
      }
    }
    error += Math.abs(gap);
  }
  return measured(error / table.weight);
}

/**
 * The same over rows, sorted stably by probability, ties in the order given: what numpy's array_split
 * gives. It depends on the order of tied rows; reports use the table.
 */
export function equalMassCalibrationErrorOfRows(
  p: readonly number[],
  outcome: readonly number[],
  bins: number,
): Measure<number> {
  if (p.length === 0) return NO_FORECASTS;
  const order = p.map((_, row) => row).sort((a, b) => (p[a] as number) - (p[b] as number));
  let from = 0;
  let error = 0;
  for (const size of evenSizes(p.length, bins)) {
    const rows = order.slice(from, from + size);
    error += Math.abs(rows.reduce((gap, row) => gap + (p[row] as number) - (outcome[row] as number), 0));
    from += size;
  }
  return measured(error / p.length);
}

function evenSizes(n: number, bins: number): number[] {
  return Array.from({ length: bins }, (_, i) => Math.floor(n / bins) + (i < n % bins ? 1 : 0));
}
