import { cell, type ProbabilityTable } from '../state/probability-table.ts';

/** Mean elementary score at one threshold. */
export interface MurphyPoint {
  readonly theta: number;
  readonly score: number;
}

/**
 * The Murphy diagram: mean elementary score |y - θ|·1{min(p, y) <= θ < max(p, y)} at each θ, a loss.
 * Every proper score is a mixture of these curves (Ehm, Gneiting, Jordan & Krüger 2016). Empty for no
 * forecasts. O(K + number of thetas); `thetas` ascend.
 */
export function murphyDiagram(
  table: ProbabilityTable,
  thetas: readonly number[] = percents(),
): MurphyPoint[] {
  if (table.n === 0) return [];
  let i = 0;
  let yesAtOrBelow = 0;
  let noAbove = table.weight - table.eventWeight;
  return thetas.map((theta) => {
    for (; i < table.p.length && (table.p[i] as number) <= theta; i += 1) {
      const { no, yes } = cell(table, i);
      yesAtOrBelow += yes;
      noAbove -= no;
    }
    return { theta, score: ((1 - theta) * yesAtOrBelow + theta * Math.max(0, noAbove)) / table.weight };
  });
}

/** The thresholds 0, 0.01, ... 1. */
export function percents(): number[] {
  return Array.from({ length: 101 }, (_, i) => i / 100);
}
