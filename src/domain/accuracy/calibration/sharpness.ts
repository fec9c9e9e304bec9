import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';

export interface Sharpness {
  /** Population variance of the probabilities (Murphy & Winkler 1987). */
  readonly variance: number;
  readonly meanDistanceFromHalf: number;
  /** Mean p(1 - p): the Brier score these probabilities would earn if they were calibrated. */
  readonly meanExpectedBrier: number;
}

/** How far the forecasts commit themselves, whatever happened. Diagnostic, not proper. */
export function sharpness(table: ProbabilityTable): Measure<Sharpness> {
  if (table.n === 0) return NO_FORECASTS;
  const mean = meanForecast(table);
  const [variance, distance, expected] = [new ExactSum(), new ExactSum(), new ExactSum()];
  for (let i = 0; i < table.p.length; i += 1) {
    const { p, no, yes } = cell(table, i);
    variance.add((no + yes) * (p - mean) ** 2);
    distance.add((no + yes) * Math.abs(p - 0.5));
    expected.add((no + yes) * p * (1 - p));
  }
  return measured({
    variance: variance.value / table.weight,
    meanDistanceFromHalf: distance.value / table.weight,
    meanExpectedBrier: expected.value / table.weight,
  });
}

/** Weighted mean probability; the caller makes sure that the table is not empty. */
export function meanForecast(table: ProbabilityTable): number {
  const sum = new ExactSum();
  for (let i = 0; i < table.p.length; i += 1) {
    const { p, no, yes } = cell(table, i);
    sum.add((no + yes) * p);
  }
  return sum.value / table.weight;
}
