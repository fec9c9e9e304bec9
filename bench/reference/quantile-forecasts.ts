/** Forecasts by quantiles: what both epidemic data sets are scored by. */

import { centralCoverage } from '../../src/domain/scoring/central-coverage.ts';
import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import {
  type WeightedIntervalScore,
  weightedIntervalScoreOf,
} from '../../src/domain/scoring/weighted-interval-score.ts';
import { numericQuestion, scores } from './scored.ts';

export interface QuantileForecast {
  readonly levels: readonly number[];
  readonly values: readonly number[];
  readonly y: number;
}

export function quantileForecast(
  pairs: readonly { readonly level: number; readonly value: number }[],
  y: number,
): QuantileForecast {
  const rising = [...pairs].sort((a, b) => a.level - b.level);
  return { levels: rising.map(({ level }) => level), values: rising.map(({ value }) => value), y };
}

/** The weighted interval score of each, by the registered rule. */
export function weightedIntervalScores(forecasts: readonly QuantileForecast[]): number[] {
  return scores(numericQuestion, forecasts.map(answered), 'wis');
}

function answered({ levels, values, y }: QuantileForecast) {
  const quantiles = levels.map((level, at) => ({ level, value: values[at] as number }));
  return { prediction: { quantiles }, outcome: { value: y } };
}

/** The score with its parts. */
export function parts({ levels, values, y }: QuantileForecast): WeightedIntervalScore {
  return weightedIntervalScoreOf(levels, values, y) as WeightedIntervalScore;
}

/** Error of the median, by the rule for points. */
export function medianErrors(forecasts: readonly QuantileForecast[]): number[] {
  const medians = forecasts.map((forecast) => ({
    prediction: { point: quantileAt(forecast, 0.5) },
    outcome: { value: forecast.y },
  }));
  return scores(numericQuestion, medians, 'absolute_error');
}

/** Share of outcomes inside the central interval of a probability, 0..1. */
export function coverage(forecasts: readonly QuantileForecast[], probability: number): number {
  const held = forecasts.map(({ levels, values, y }) => {
    const found = centralCoverage({ kind: 'quantiles', levels, values }, y).find(
      ({ level }) => Math.abs(level - probability) < 1e-9,
    );
    if (found === undefined) throw new Error(`there is no central interval of ${probability}`);
    return found.holds ? 1 : 0;
  });
  return compensatedMean(held);
}

function quantileAt({ levels, values }: QuantileForecast, wanted: number): number {
  const at = levels.findIndex((level) => Math.abs(level - wanted) < 1e-9);
  if (at < 0) throw new Error(`there is no quantile at ${wanted}`);
  return values[at] as number;
}
