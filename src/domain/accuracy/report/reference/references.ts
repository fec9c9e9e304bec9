/** What scores are compared with: a reference prediction for the same question at the same instant. */
import type { DiscreteDistribution, Distribution } from '../../../questions/distribution.ts';
import { readPrediction } from '../../../questions/registry.ts';
import type { JoinedForecast, JoinedRecord } from '../../record/joined-record.ts';
import { type CrowdPool, crowdPool } from '../../skill/crowd-aggregate.ts';
import { crowdOverTime } from '../../time/crowd-over-time.ts';
import { daysEndingIn } from '../../time/forecast-policy.ts';
import { type InformationSet, inEffectAt, type Segment } from '../../time/information-set.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { hedgedPrediction, type ScoredForecast, seriesOf, standingReason } from '../selection/counting.ts';
import { effectiveSet } from '../selection/effective-set.ts';

/** Reference predictions for a share of the time that a scored forecast stands for. Empty: none. */
export type ReferencePieces = readonly { readonly share: number; readonly distribution: Distribution }[];

/** Reference of each scored forecast: its own, or the base rate among the other questions of its cell. */
export type Reference = ((scored: ScoredForecast) => ReferencePieces) | 'baseRate';

const DAY = 86_400_000;
const EVENS = [0.5, 0.5];
/** Forecasters who count in a crowd: not those who are a crowd or a baseline themselves. */
const CROWD_KINDS: ReadonlySet<string> = new Set(['person', 'organization', 'model']);

/**
 * `uniform`: equal probabilities, over the range for numbers, stated as the forecast beside it is. `baseRate`: the share of yes among the
 * other questions of the cell. `crowd`: everybody else's probabilities on record, whatever the filters,
 * pooled as `crowd` says. Else the forecaster of that id.
 */
export function referenceFor(parameters: AccuracyParameters, record: JoinedRecord): Reference {
  const { baseline } = parameters;
  if (baseline === 'uniform') return ({ distribution }) => uniformPieces(distribution);
  if (baseline === 'baseRate') return 'baseRate';
  const others = othersOnRecord(record, parameters);
  if (baseline === 'crowd') {
    const pieces = new Map<ScoredForecast, ReferencePieces>();
    const crowds = new Map<Sets, Crowd>();
    return (scored) => {
      const known = pieces.get(scored);
      if (known !== undefined) return known;
      const sets = others(scored.forecast);
      const crowd = crowds.get(sets) ?? crowdOn(sets, record);
      crowds.set(sets, crowd);
      const found = crowdPieces(scored, crowd, parameters);
      pieces.set(scored, found);
      return found;
    };
  }
  const id = record.standingForecaster(baseline);
  return (scored) => {
    if (scored.forecast.forecaster.id === id) return [];
    const set = others(scored.forecast).get(id);
    return set === undefined ? [] : piecesOf(scored, set.segments, parameters.forecastPolicy);
  };
}

/** The uniform of every binary question. */
export const EVEN_ODDS: ReferencePieces = [
  {
    share: 1,
    distribution: {
      kind: 'discrete',
      binary: true,
      categories: ['false', 'true'],
      probabilities: EVENS,
      ordered: false,
      edges: null,
    },
  },
];

function uniformPieces(distribution: Distribution): ReferencePieces {
  return distribution.kind === 'discrete' && distribution.binary && distribution.edges === null
    ? EVEN_ODDS
    : always(uniformBeside(distribution));
}

function always(distribution: Distribution | null): ReferencePieces {
  return distribution === null ? [] : [{ share: 1, distribution }];
}

/** Equal probabilities over the same options, or over the range; null where there is no range. */
export function uniformLike(distribution: Distribution): Distribution | null {
  if (distribution.kind === 'discrete') {
    const size = distribution.categories.length;
    if (distribution.binary) return { ...distribution, probabilities: EVENS };
    return { ...distribution, probabilities: distribution.categories.map(() => 1 / size) };
  }
  const { range } = distribution;
  return range === null
    ? null
    : { ...distribution, form: { kind: 'family', parameters: { family: 'uniform', ...range } } };
}

/**
 * The same at the levels of the forecast beside it: few quantiles estimate the CRPS otherwise than the
 * whole distribution does, so that uniform quantiles would be better, or worse, than the uniform.
 */
export function uniformBeside(distribution: Distribution): Distribution | null {
  if (distribution.kind !== 'continuous' || distribution.range === null) return uniformLike(distribution);
  const { form, range } = distribution;
  const at = (level: number) => range.min + level * (range.max - range.min);
  if (form.kind === 'quantiles') return { ...distribution, form: { ...form, values: form.levels.map(at) } };
  if (form.kind !== 'interval') return uniformLike(distribution);
  const [lower, upper] = [at((1 - form.probability) / 2), at((1 + form.probability) / 2)];
  return { ...distribution, form: { ...form, lower, upper } };
}

type Sets = ReadonlyMap<string, InformationSet<Distribution>>;
const NOBODY: Sets = new Map();

/** What every forecaster had in effect on the question of a forecast. */
function othersOnRecord(
  record: JoinedRecord,
  { hedge }: AccuracyParameters,
): (forecast: JoinedForecast) => Sets {
  const byQuestion = new Map<string, Map<string, InformationSet<Distribution>>>();
  for (const series of seriesOf(
    record.forecasts.filter((forecast) => standingReason(forecast, false) === null),
  )) {
    const { question, forecaster } = series[0] as JoinedForecast;
    const { set, eventOf } = effectiveSet(series);
    const segments = set.segments.map((segment) => {
      const forecast = eventOf[segment.index] as JoinedForecast;
      const prediction = hedgedPrediction(forecast, hedge);
      return { ...segment, prediction: readPrediction(question.facts, prediction, forecast.entry.madeAt) };
    });
    const members = byQuestion.get(question.id) ?? new Map();
    byQuestion.set(question.id, members.set(forecaster.id, { ...set, segments }));
  }
  return ({ question }) => byQuestion.get(question.id) ?? NOBODY;
}

/** The pool of everybody else; none for predictions over a line. */
function crowdPieces(
  scored: ScoredForecast,
  crowd: Crowd,
  { forecastPolicy, crowd: pooling = 'mean' }: AccuracyParameters,
): ReferencePieces {
  const like = scored.distribution;
  if (like.kind !== 'discrete') return [];
  const own = scored.forecast.forecaster.id;
  const pool = (active: readonly Segment<Distribution>[]) => pooled(active, like, crowdPool(pooling));
  const { instant } = scored;
  if (instant === null) {
    const others = crowd.flatMap(([id, set]) => (id === own ? [] : [set]));
    return piecesOf(scored, crowdOverTime(others, pool), forecastPolicy);
  }
  // At one instant there is one pool; the whole course of the crowd costs ten times as much.
  const active: Segment<Distribution>[] = [];
  for (const [id, { segments }] of crowd) {
    const segment = id === own ? null : inEffectAt(segments, instant);
    if (segment !== null) active.push(segment);
  }
  return always(pool(active));
}

type Crowd = readonly (readonly [string, InformationSet<Distribution>])[];

/** Who counts in the crowd of a question, by id. */
function crowdOn(sets: Sets, { forecasters }: JoinedRecord): Crowd {
  return [...sets]
    .filter(([id]) => CROWD_KINDS.has(forecasters.get(id)?.content.kind ?? ''))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function pooled(
  active: readonly Segment<Distribution>[],
  like: DiscreteDistribution,
  pool: CrowdPool,
): DiscreteDistribution | null {
  const oldestFirst = active.toSorted((a, b) => a.from - b.from);
  const { value } = pool(
    oldestFirst.flatMap(({ prediction }) =>
      prediction.kind === 'discrete' ? [prediction.probabilities] : [],
    ),
  );
  return value === null ? null : { ...like, probabilities: value };
}

/** The reference at what the policy scores: one instant, or all the time. */
function piecesOf(
  { segment, instant, window }: ScoredForecast,
  reference: readonly Segment<Distribution>[],
  policy: AccuracyParameters['forecastPolicy'],
): ReferencePieces {
  if (instant === null) {
    const amount = (from: number, to: number) =>
      policy === 'daily'
        ? daysEndingIn({ from, to, prediction: null, index: 0 }, window.end, DAY)
        : to - from;
    const whole = amount(segment.from, segment.to);
    return reference.flatMap(({ from, to, prediction }) => {
      const [start, end] = [Math.max(from, segment.from), Math.min(to, segment.to)];
      const part = end > start ? amount(start, end) : 0;
      return part > 0 && whole > 0 ? [{ share: part / whole, distribution: prediction }] : [];
    });
  }
  return always(inEffectAt(reference, instant)?.prediction ?? null);
}
