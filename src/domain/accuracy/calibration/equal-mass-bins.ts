import { cell, type ProbabilityTable } from '../state/probability-table.ts';

/** How much of one column of the table lies in a bin. */
export interface ColumnShare {
  readonly column: number;
  /** In forecasts, or in weight. */
  readonly share: number;
}

/**
 * Bins of equal mass from the table: forecasts of one probability that straddle two bins are shared
 * between them in proportion, so that the order of the rows does not matter. Bins are as even as whole
 * forecasts allow, the larger ones first; with fewer forecasts than bins the last ones are empty.
 */
export function equalMassBins(table: ProbabilityTable, bins: number): ColumnShare[][] {
  const masses = table.weighted
    ? new Array<number>(bins).fill(table.weight / bins)
    : evenSizes(table.n, bins);
  let column = 0;
  let used = 0;
  return masses.map((mass) => {
    const shares: ColumnShare[] = [];
    let missing = mass;
    while (missing > 0 && column < table.p.length) {
      const { no, yes } = cell(table, column);
      const share = Math.min(missing, no + yes - used);
      shares.push({ column, share });
      missing -= share;
      used += share;
      if (used >= no + yes) {
        column += 1;
        used = 0;
      }
    }
    return shares;
  });
}

/** Sizes that differ by at most 1, the larger ones first. */
export function evenSizes(n: number, bins: number): number[] {
  return Array.from({ length: bins }, (_, i) => Math.floor(n / bins) + (i < n % bins ? 1 : 0));
}
