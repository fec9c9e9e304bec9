import { compensatedMean, compensatedSum } from '../../scoring/compensated-sum.ts';
import { sortedQuantile } from '../intervals/quantile.ts';
import { type Measure, mapMeasure, measured, withheld } from '../measure.ts';

const NOBODY = withheld('Nobody else has a forecast at this time.');

/** Linear pool; `weights` (e.g. by recency) are positive, absent means equal. */
export function meanForecastOf(p: readonly number[], weights?: readonly number[]): Measure<number> {
  if (p.length === 0) return NOBODY;
  if (!weights) return measured(compensatedMean(p));
  return measured(
    compensatedSum(p.map((value, i) => value * (weights[i] as number))) / compensatedSum(weights),
  );
}

export function medianForecastOf(p: readonly number[]): Measure<number> {
  return p.length === 0 ? NOBODY : measured(sortedQuantile(Float64Array.from(p).sort(), 0.5));
}

/** Geometric mean of values >= 0; a single 0 makes it 0. */
export function geometricMean(values: readonly number[]): Measure<number> {
  if (values.length === 0) return withheld('There are no values to average.');
  if (values.some((value) => !(value >= 0))) return withheld('A geometric mean needs values of 0 or more.');
  return measured(Math.exp(compensatedMean(values.map(Math.log))));
}

/** Probability whose odds are the geometric mean of the odds; null where someone says 0 and someone 1. */
export function geometricMeanOfOdds(p: readonly number[]): Measure<number> {
  if (p.length === 0) return NOBODY;
  const zero = p.includes(0);
  const one = p.includes(1);
  if (zero && one) return withheld('Odds of 0 and of Infinity have no mean.');
  if (zero || one) return measured(one ? 1 : 0);
  return measured(1 / (1 + Math.exp(-compensatedMean(p.map((value) => Math.log(value / (1 - value)))))));
}

/** Moves a probability away from one half: its odds to the power `exponent` (Satopää et al. 2014: 2.5). */
export function extremised(p: number, exponent: number): number {
  const yes = p ** exponent;
  return yes / (yes + (1 - p) ** exponent);
}

/** Mean after dropping the `trimEach` lowest and highest; null where nothing is left. */
export function trimmedMean(p: readonly number[], trimEach: number): Measure<number> {
  if (p.length === 0) return NOBODY;
  const kept = p.toSorted((a, b) => a - b).slice(trimEach, p.length - trimEach);
  return kept.length === 0 || p.length <= 2 * trimEach
    ? withheld(`Trimming ${trimEach} at each end leaves none of ${p.length} forecasts.`)
    : measured(compensatedMean(kept));
}

export interface CrowdAggregate {
  readonly mean: Measure<number>;
  readonly median: Measure<number>;
  readonly geoMeanOdds: Measure<number>;
  readonly extremisedGeoMeanOdds: Measure<number>;
  readonly trimmedMean: Measure<number>;
}

/** All aggregates of the forecasts in effect at one instant. */
export function crowdAggregate(p: readonly number[], extremise = 2.5, trimEach = 1): CrowdAggregate {
  const geoMeanOdds = geometricMeanOfOdds(p);
  return {
    mean: meanForecastOf(p),
    median: medianForecastOf(p),
    geoMeanOdds,
    extremisedGeoMeanOdds: mapMeasure(geoMeanOdds, (value) => extremised(value, extremise)),
    trimmedMean: trimmedMean(p, trimEach),
  };
}

/** For each member the aggregate of the others: who is compared with a crowd is left out of it. */
export function crowdWithoutEach(
  p: readonly number[],
  aggregate: (others: readonly number[]) => Measure<number>,
): Measure<number>[] {
  return p.map((_, self) => aggregate(p.filter((__, other) => other !== self)));
}
