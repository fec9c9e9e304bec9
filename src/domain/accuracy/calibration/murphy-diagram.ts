import type { ProbabilityTable } from '../state/probability-table.ts';

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
  { p, noWeight, yesWeight, n }: ProbabilityTable,
  thetas: readonly number[] = percents(),
): MurphyPoint[] {
  if (n === 0) return [];
  const scores = meanElementaryScores({ p, no: noWeight, yes: yesWeight }, thetas);
  return thetas.map((theta, at) => ({ theta, score: scores[at] as number }));
}

/** Weights of no and yes at probabilities that do not descend. */
export interface MurphyColumns {
  readonly p: ArrayLike<number>;
  readonly no: ArrayLike<number>;
  readonly yes: ArrayLike<number>;
}

/** The same as plain numbers; the weights are not all 0. */
export function meanElementaryScores({ p, no, yes }: MurphyColumns, thetas: readonly number[]): Float64Array {
  let weight = 0;
  let noAbove = 0;
  for (let i = 0; i < p.length; i += 1) {
    noAbove += no[i] as number;
    weight += (no[i] as number) + (yes[i] as number);
  }
  let yesAtOrBelow = 0;
  let i = 0;
  const scores = new Float64Array(thetas.length);
  for (let at = 0; at < scores.length; at += 1) {
    const theta = thetas[at] as number;
    for (; i < p.length && (p[i] as number) <= theta; i += 1) {
      yesAtOrBelow += yes[i] as number;
      noAbove -= no[i] as number;
    }
    scores[at] = ((1 - theta) * yesAtOrBelow + theta * Math.max(0, noAbove)) / weight;
  }
  return scores;
}

/** The thresholds 0, 0.01, ... 1. */
export function percents(): number[] {
  return Array.from({ length: 101 }, (_, i) => i / 100);
}
