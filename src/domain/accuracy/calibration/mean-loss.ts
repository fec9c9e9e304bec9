import { type BinaryLoss, type BinaryScore, binaryLoss, logLoss } from '../binary-loss.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';

/** Weighted mean loss over the record; `Infinity` where a forecast called impossible what happened. */
export function meanLoss(table: ProbabilityTable, score: BinaryScore): Measure<number> {
  if (table.n === 0) return NO_FORECASTS;
  return measured(totalLoss(table, binaryLoss(score)) / table.weight);
}

export interface ClippedMean {
  readonly mean: number;
  readonly clip: number;
  /** Forecasts whose probability was moved. */
  readonly nClipped: number;
}

/**
 * Mean log score (nats) after moving every probability into [clip, 1 - clip]. Not proper in the tails:
 * a key of its own, never to be shown as the log score.
 */
export function clippedMeanLogScore(table: ProbabilityTable, clip: number): Measure<ClippedMean> {
  if (table.n === 0) return NO_FORECASTS;
  let nClipped = 0;
  table.p.forEach((p, i) => {
    if (p < clip || p > 1 - clip) nClipped += (table.no[i] as number) + (table.yes[i] as number);
  });
  const loss: BinaryLoss = (p, y) => logLoss(Math.min(1 - clip, Math.max(clip, p)), y);
  return measured({ mean: totalLoss(table, loss) / table.weight, clip, nClipped });
}

/** Weighted sum of a loss when column i is forecast as `forecast[i]` (default: as it was). */
export function totalLoss(
  table: Pick<ProbabilityTable, 'p' | 'noWeight' | 'yesWeight'>,
  loss: BinaryLoss,
  forecast: ArrayLike<number> = table.p,
): number {
  const { p, noWeight, yesWeight } = table;
  const sum = new ExactSum();
  for (let i = 0; i < p.length; i += 1) {
    const [no, yes, at] = [noWeight[i] as number, yesWeight[i] as number, forecast[i] as number];
    // An empty cell must not turn an infinite loss into 0 · Infinity.
    if (no > 0) sum.add(no * loss(at, 0));
    if (yes > 0) sum.add(yes * loss(at, 1));
  }
  return sum.value;
}
