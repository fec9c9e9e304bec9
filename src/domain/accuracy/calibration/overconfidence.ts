import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { baseRate, cell, type ProbabilityTable } from '../state/probability-table.ts';
import { meanForecast } from './sharpness.ts';

export interface Overconfidence {
  /** Bias: mean forecast minus observed share, -1..1; above 0 means yes was forecast too often. */
  readonly calibrationInTheLarge: number;
  /** Mean max(p, 1 - p), 0.5..1. */
  readonly meanConfidence: number;
  /** Share of forecasts on the right side of one half; exactly one half counts half. */
  readonly accuracy: number;
  /** meanConfidence - accuracy; above 0 over-confident, below 0 under-confident. */
  readonly overconfidence: number;
}

/** Over- and under-confidence (Lichtenstein & Fischhoff 1977) and bias. Diagnostic, not proper. */
export function overconfidence(table: ProbabilityTable): Measure<Overconfidence> {
  if (table.n === 0) return NO_FORECASTS;
  const [confidence, right] = [new ExactSum(), new ExactSum()];
  for (let i = 0; i < table.p.length; i += 1) {
    const { p, no, yes } = cell(table, i);
    confidence.add((no + yes) * Math.max(p, 1 - p));
    right.add(p === 0.5 ? (no + yes) / 2 : p > 0.5 ? yes : no);
  }
  const meanConfidence = confidence.value / table.weight;
  const accuracy = right.value / table.weight;
  return measured({
    calibrationInTheLarge: meanForecast(table) - baseRate(table),
    meanConfidence,
    accuracy,
    overconfidence: meanConfidence - accuracy,
  });
}
