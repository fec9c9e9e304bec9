/** What a crowd says: the forecasts of its members, made one. Whoever is compared with it is not among them. */
import { compensatedMean, compensatedSum } from '../../scoring/compensated-sum.ts';
import { sortedQuantile } from '../intervals/quantile.ts';
import { type Measure, mapMeasure, measured, withheld } from '../measure.ts';

export const crowdKeys = [
  'mean',
  'median',
  'trimmedMean',
  'geometricMeanOfOdds',
  'extremised',
  'recencyWeighted',
] as const;
export type CrowdKey = (typeof crowdKeys)[number];

/** The power that the odds of an extremised crowd are raised to (Satopää et al. 2014). */
const EXTREMISING = 2.5;

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
  if (values.length === 0) return NOBODY;
  if (values.some((value) => !(value >= 0))) return withheld('A geometric mean needs values of 0 or more.');
  return measured(Math.exp(compensatedMean(values.map(Math.log))));
}

/** Mean after dropping the `trimEach` lowest and highest; null where nothing is left. */
export function trimmedMean(p: readonly number[], trimEach: number): Measure<number> {
  if (p.length === 0) return NOBODY;
  const kept = p.toSorted((a, b) => a - b).slice(trimEach, p.length - trimEach);
  return kept.length === 0 || p.length <= 2 * trimEach
    ? withheld(`Trimming ${trimEach} at each end leaves none of ${p.length} forecasts.`)
    : measured(compensatedMean(kept));
}

/** Moves probabilities away from evens: each to the power `exponent`, then divided by their sum. */
export function extremised(probabilities: readonly number[], exponent = EXTREMISING): number[] {
  return ofSumOne(probabilities.map((p) => p ** exponent));
}

/**
 * Weights of forecasts from the oldest to the newest, e^√k for the k-th (Metaculus, the weights of its
 * community prediction), the newest having 1.
 */
export function recencyWeights(count: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.exp(Math.sqrt(at + 1) - Math.sqrt(count)));
}

/** The same for forecasts of these times, in their order: those of one time share what they have. */
function weightsAt(times: readonly number[]): number[] {
  const weights = recencyWeights(times.length);
  for (let from = 0, to = 0; from < times.length; from = to) {
    while (to < times.length && times[to] === times[from]) to += 1;
    const equal = weights.slice(from, to);
    weights.fill(compensatedMean(equal), from, to);
  }
  return weights;
}

/**
 * The crowd over all options, from what its members give to each.
 * @param members the probabilities of each, one an option, oldest forecast first
 * @param times when they were made, in the same order; absent: one after the other
 */
export type CrowdPool = (
  members: readonly (readonly number[])[],
  times?: readonly number[],
) => Measure<readonly number[]>;

/** Of two options the probability whose odds are the geometric mean of the odds. */
export const geometricPool: CrowdPool = (members) => sharedOut(byOption(members, geometricMean));

const POOLS: Readonly<Record<CrowdKey, CrowdPool>> = {
  mean: (members) => byOption(members, (p) => meanForecastOf(p)),
  median: (members) => sharedOut(byOption(members, medianForecastOf)),
  trimmedMean: (members) => {
    const each = Math.max(1, Math.floor(members.length / 10));
    return sharedOut(byOption(members, (p) => trimmedMean(p, each)));
  },
  geometricMeanOfOdds: geometricPool,
  extremised: (members) => mapMeasure(geometricPool(members), (pooled) => extremised(pooled)),
  recencyWeighted: (members, times = members.map((_, at) => at)) => {
    const weights = weightsAt(times);
    return byOption(members, (p) => meanForecastOf(p, weights));
  },
};

export function crowdPool(key: CrowdKey): CrowdPool {
  return POOLS[key];
}

function byOption(
  members: readonly (readonly number[])[],
  aggregate: (p: readonly number[]) => Measure<number>,
): Measure<readonly number[]> {
  const pooled: number[] = [];
  for (const option of (members[0] ?? [0]).keys()) {
    const one = aggregate(members.map((member) => member[option] as number));
    if (one.reason !== null) return one;
    pooled.push(one.value);
  }
  return measured(pooled);
}

/** Divided by their sum; undefined where no option has a share, as where each excludes what another is sure of. */
function sharedOut(pooled: Measure<readonly number[]>): Measure<readonly number[]> {
  return pooled.value !== null && compensatedSum(pooled.value) === 0
    ? withheld('The crowd leaves no option possible, so there is nothing to share out.')
    : mapMeasure(pooled, ofSumOne);
}

function ofSumOne(parts: readonly number[]): number[] {
  const sum = compensatedSum(parts);
  return parts.map((part) => part / sum);
}
