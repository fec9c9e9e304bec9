/** Keys over a line: quantiles, cumulative probabilities, samples, named distributions, dates. */
import { dayNumber } from '../../src/domain/questions/date.ts';
import { LineSums } from '../../src/domain/accuracy/report/cell/line-sums.ts';
import { biasOfForecast, biasOfSamples } from '../../src/domain/scoring/bias.ts';
import { crpsCdfPointsOf } from '../../src/domain/scoring/crps-cdf-points.ts';
import { crpsSampleOf } from '../../src/domain/scoring/crps-sample.ts';
import { crpsSampleFairOf } from '../../src/domain/scoring/crps-sample-fair.ts';
import { dawidSebastianiOf } from '../../src/domain/scoring/dawid-sebastiani.ts';
import { named } from '../../src/domain/scoring/families/registry.ts';
import { intervalScoreOf } from '../../src/domain/scoring/interval-score.ts';
import { pinball } from '../../src/domain/scoring/pinball.ts';
import { placeInForecast } from '../../src/domain/scoring/probability-integral-transform.ts';
import { quantileCrpsApproxOf } from '../../src/domain/scoring/quantile-crps-approx.ts';
import { levelWeights, quantileCrpsWeightedOf } from '../../src/domain/scoring/quantile-crps-weighted.ts';
import { weightedIntervalScoreOf } from '../../src/domain/scoring/weighted-interval-score.ts';
import { key } from './accuracy-inputs.ts';
import { type FamilyInputs, familyOf, hasMean } from './family-inputs.ts';

interface Quantiles {
  readonly quantileLevels: readonly number[];
  readonly quantiles: readonly number[];
  readonly y: number;
}

interface Samples {
  readonly samples: readonly number[];
  readonly weights?: readonly number[];
  readonly estimator: string;
  readonly kind: string;
  readonly y: number;
}

/** A date that has come; where none has, the last place that was named: never, or later. */
const dayOf = (outcome: unknown, last: number) =>
  typeof outcome === 'string' && /^\d{4}-/.test(outcome) ? dayNumber(outcome) : last;

interface DateCdf {
  readonly x: readonly string[];
  readonly cdf: readonly number[];
  readonly outcome: unknown;
}

function crpsOfDateCdf({ x, cdf, outcome }: DateCdf) {
  const days = x.map(dayNumber);
  return crpsCdfPointsOf(days, cdf, dayOf(outcome, Math.max(...days)));
}

interface DateQuantiles {
  readonly quantileLevels: readonly number[];
  readonly quantiles: readonly string[];
  readonly outcome: unknown;
}

function crpsOfDateQuantiles({ quantileLevels, quantiles, outcome }: DateQuantiles) {
  const days = quantiles.map(dayNumber);
  return quantileCrpsApproxOf(quantileLevels, days, dayOf(outcome, Math.max(...days)));
}

/** The claimed probability is no part of the share. */
function coverageOf(forecasts: readonly { lower: number; upper: number; y: number }[]): number | null {
  const sums = new LineSums(false, 'byQuestion');
  const rows = forecasts.map(({ lower, upper, y }, at) => {
    const name = `question ${at}`;
    const form = { kind: 'interval', lower, upper, probability: 0.5 } as const;
    return { cluster: name, question: name, weight: 1, form, y, end: null };
  });
  sums.apply(rows, 1);
  return sums.facts(0.95)?.coverage[0]?.mean.value?.estimate ?? null;
}

const byPlace = (inputs: FamilyInputs) => placeInForecast({ kind: 'family', parameters: familyOf(inputs) }, inputs.y);

export const lineKeys: Record<string, (inputs: unknown) => unknown> = {
  pinball: key(({ q, tau, y }: { q: number; tau: number; y: number }) => pinball(q, tau, y)),
  interval_score: key((inputs: { lower: number; upper: number; alpha: number; y: number }) =>
    intervalScoreOf(inputs.lower, inputs.upper, inputs.alpha, inputs.y),
  ),
  wis: key(({ quantileLevels, quantiles, y }: Quantiles) => weightedIntervalScoreOf(quantileLevels, quantiles, y)),
  quantile_crps_approx: key(({ quantileLevels, quantiles, y }: Quantiles) =>
    quantileCrpsApproxOf(quantileLevels, quantiles, y),
  ),
  quantile_crps_weighted: key(({ quantileLevels, quantiles, y }: Quantiles) => ({
    score: quantileCrpsWeightedOf(quantileLevels, quantiles, y),
    weights: levelWeights(quantileLevels),
  })),
  crps_cdf_points: key(({ x, cdf, y }: { x: readonly number[]; cdf: readonly number[]; y: number }) =>
    crpsCdfPointsOf(x, cdf, y),
  ),
  crps_cdf_points_date: key(crpsOfDateCdf),
  crps_date_days: key(crpsOfDateQuantiles),
  crps_sample: key(({ samples, y, weights, estimator }: Samples) =>
    estimator === 'fair' ? crpsSampleFairOf(samples, y) : crpsSampleOf(samples, y, weights),
  ),
  dawid_sebastiani: key(({ samples, y }: Samples) => dawidSebastianiOf(samples, y)),
  crps: key((inputs: FamilyInputs) => {
    const parameters = familyOf(inputs);
    return hasMean(parameters) ? named(parameters).crps(inputs.y) : null;
  }),
  log_score_density: key((inputs: FamilyInputs) => -named(familyOf(inputs)).logDensity(inputs.y)),
  bias_sample: key(({ samples, y, kind }: Samples) =>
    samples.length === 0 ? null : biasOfSamples(samples, y, kind !== undefined && kind !== 'continuous'),
  ),
  bias_quantile: key(({ quantileLevels, quantiles, y }: Quantiles) => 
    biasOfForecast({ kind: 'quantiles', levels: quantileLevels, values: quantiles }, y),
  ),
  interval_coverage: key(({ forecasts }: { forecasts: { lower: number; upper: number; y: number }[] }) =>
    coverageOf(forecasts),
  ),
  pit: key((inputs: FamilyInputs) => byPlace(inputs)?.upper ?? null),
  pit_interval: key((inputs: FamilyInputs) => {
    const place = byPlace(inputs);
    return place && [place.lower, place.upper];
  }),
};
