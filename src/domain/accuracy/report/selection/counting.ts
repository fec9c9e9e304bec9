/** Which forecasts are scored, with what weight inside their question, and why the others are not. */

import type { Distribution, Observation } from '../../../questions/distribution.ts';
import { ignoredReason } from '../../../questions/lifecycle.ts';
import type { Prediction } from '../../../questions/prediction-fields.ts';
import { readPrediction } from '../../../questions/registry.ts';
import type { JoinedForecast } from '../../record/joined-record.ts';
import { type Coverage, coverage } from '../../time/coverage.ts';
import { type ScoredPrediction, scoredPredictions } from '../../time/forecast-policy.ts';
import type { InformationSet, Segment } from '../../time/information-set.ts';
import { instantOfLead, LEAD_TIMES } from '../../time/lead-time.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { effectiveSet, outcomeOf, withdrawalTime } from './effective-set.ts';

/** Why a forecast is not scored, in the order in which the reasons are looked for. */
export const leftOutReasons = [
  'retracted',
  'superseded',
  'void',
  'open',
  'madeAtOrAfterClose',
  'madeAfterOutcomeKnown',
  'capturedAfterOutcome',
  'withdrawn',
  'updated',
  'spotOutsideWindow',
  'notInEffectAtSpot',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** The window of a question and how one forecaster filled it. */
export interface ScoredWindow extends Omit<InformationSet<unknown>, 'segments' | 'ignored'>, Coverage {}

export interface ScoredForecast {
  readonly forecast: JoinedForecast;
  readonly distribution: Distribution;
  readonly observation: Observation;
  /** When it was in effect. */
  readonly segment: Segment<unknown>;
  /** The one instant that is scored; null where it is all the time that it was in effect. */
  readonly instant: number | null;
  /** The same object for every forecast of one forecaster on one question. */
  readonly window: ScoredWindow;
  /** Weight inside its question, by the policy. */
  readonly share: number;
  /** What its forecaster said in one statement: the unit of weight. */
  readonly remark: string;
}

export interface Counted {
  readonly scored: readonly ScoredForecast[];
  readonly leftOut: readonly { readonly forecast: JoinedForecast; readonly reason: LeftOutReason }[];
}

type Asked = Pick<AccuracyParameters, 'forecastPolicy' | 'spotAt' | 'hedge'> & {
  readonly excludeCapturedAfterOutcome: boolean;
};

/** By the forecasts themselves: gone with them. */
const countedBefore = new WeakMap<readonly JoinedForecast[], Map<string, Counted>>();
/** As most reports count: kept, while of others only the last one is. */
const USUAL = 'last null mid false';

/**
 * The same of forecasts that are kept as a list and never change: most reports count them alike, and
 * counting anew took a tenth of a report.
 */
export function countKept(forecasts: readonly JoinedForecast[], asked: Asked): Counted {
  const { excludeCapturedAfterOutcome } = asked;
  const name = `${readingOf(forecasts, asked)} ${excludeCapturedAfterOutcome}`;
  const before = countedBefore.get(forecasts) ?? new Map<string, Counted>();
  countedBefore.set(forecasts, before);
  const counted = before.get(name) ?? countForecasts(forecasts, asked);
  if (name !== USUAL) for (const other of before.keys()) if (other !== USUAL) before.delete(other);
  before.set(name, counted);
  return counted;
}

/** Sorts the forecasts into scored and left out. Each forecast is in one of both, once. */
export function countForecasts(forecasts: readonly JoinedForecast[], asked: Asked): Counted {
  const leftOut: { forecast: JoinedForecast; reason: LeftOutReason }[] = [];
  const counting: JoinedForecast[] = [];
  for (const forecast of forecasts) {
    const reason = standingReason(forecast, asked.excludeCapturedAfterOutcome);
    if (reason === null) counting.push(forecast);
    else leftOut.push({ forecast, reason });
  }
  const scored: ScoredForecast[] = [];
  for (const series of seriesOf(counting)) {
    const counted = countedSeries(series, asked);
    for (const one of counted.scored) scored.push(one);
    for (const one of counted.leftOut) leftOut.push(one);
  }
  return { scored, leftOut };
}

/** By which name these forecasts are counted: where none is in words, no end of a hedge is asked for. */
function readingOf(forecasts: readonly JoinedForecast[], { forecastPolicy, spotAt, hedge }: Asked): string {
  const inWords = hedge !== 'mid' && forecasts.some(({ entry }) => entry.basis === 'verbal');
  return `${forecastPolicy} ${spotAt} ${inWords ? hedge : 'mid'}`;
}

interface KnownSeries {
  readonly series: readonly JoinedForecast[];
  readonly asked: string;
  readonly counted: Counted;
}

/**
 * By the first forecast, as it was counted last: joined forecasts never change, most reports count them
 * alike, and counting anew took a sixth of a report. Gone with the forecast itself.
 */
const known = new WeakMap<JoinedForecast, KnownSeries>();

function countedSeries(series: readonly JoinedForecast[], asked: Asked): Counted {
  const name = readingOf(series, asked);
  const [first] = series as readonly [JoinedForecast, ...JoinedForecast[]];
  const before = known.get(first);
  if (
    before?.asked === name &&
    before.series.length === series.length &&
    series.every((forecast, at) => before.series[at] === forecast)
  )
    return before.counted;
  const counted = countSeries(series, asked);
  known.set(first, { series, asked: name, counted });
  return counted;
}

/** What of the counting forecasts of one forecaster on one question is scored. */
function countSeries(series: readonly JoinedForecast[], asked: Asked): Counted {
  const scored: ScoredForecast[] = [];
  const leftOut: { forecast: JoinedForecast; reason: LeftOutReason }[] = [];
  const { set, eventOf } = effectiveSet(series);
  const question = (series[0] as JoinedForecast).question;
  const { observation } = outcomeOf(question);
  const taken = new Set<JoinedForecast>();
  const { open, end, scheduledClose } = set;
  const { covered, ofWindow, ofSchedule } = coverage(set);
  const window = { open, end, scheduledClose, covered, ofWindow, ofSchedule };
  const spot = spotOf(set, asked);
  for (const { index, weight } of takenUnder(set, asked, spot)) {
    const forecast = eventOf[index] as JoinedForecast;
    taken.add(forecast);
    const segment = set.segments.find((one) => one.index === index) as Segment<unknown>;
    scored.push({
      forecast,
      distribution: readPrediction(
        question.facts,
        hedgedPrediction(forecast, asked.hedge),
        forecast.entry.madeAt,
      ),
      observation,
      segment,
      instant: instantScored(segment, asked.forecastPolicy, spot),
      window,
      share: weight,
      remark: `${forecast.forecaster.id} ${forecast.statement?.id ?? question.id}`,
    });
  }
  for (const forecast of series) {
    if (taken.has(forecast)) continue;
    const reason = withdrawalTime(forecast, series) === null ? 'updated' : 'withdrawn';
    leftOut.push({ forecast, reason: spot === undefined ? reason : missedSpot(spot) });
  }
  return { scored, leftOut };
}

/** When forecasts have to be in effect: null where the question has no such time, undefined where none is asked. */
type Spot = number | null | undefined;

function spotOf(set: InformationSet<unknown>, { forecastPolicy, spotAt }: Asked): Spot {
  if (forecastPolicy !== 'spot') return undefined;
  if (spotAt === null) throw new TypeError('the policy spot needs a time');
  return instantOfLead(set, LEAD_TIMES[spotAt]).value;
}

function takenUnder<P>(
  set: InformationSet<P>,
  { forecastPolicy }: Asked,
  spot: Spot,
): readonly ScoredPrediction<P>[] {
  if (forecastPolicy !== 'spot') return scoredPredictions(set, forecastPolicy);
  return typeof spot === 'number' ? scoredPredictions(set, { spotAt: spot }) : [];
}

/** The last instant in effect, that at which it came into effect, or the one asked for. */
function instantScored(
  { from, to }: Segment<unknown>,
  policy: AccuracyParameters['forecastPolicy'],
  spot: Spot,
): number | null {
  if (typeof spot === 'number') return spot;
  if (policy === 'timeWeighted' || policy === 'daily') return null;
  return policy === 'last' ? to - 1 : from;
}

function missedSpot(spot: number | null): LeftOutReason {
  return spot === null ? 'spotOutsideWindow' : 'notInEffectAtSpot';
}

/** Whether a forecast counts at all: it stands, and was made while its outcome was open and unknown. */
export function standingReason(forecast: JoinedForecast, excludeCaptured: boolean): LeftOutReason | null {
  const { entry, question } = forecast;
  if (forecast.retracted) return 'retracted';
  if (entry.superseded) return 'superseded';
  if (question.status === 'void') return 'void';
  if (question.status !== 'resolved') return 'open';
  const ignored = ignoredReason({ ...entry, retracted: false }, question.closesAt, question.knownAt);
  if (ignored === 'madeAtOrAfterClose' || ignored === 'madeAfterOutcomeKnown') return ignored;
  return excludeCaptured && forecast.capturedAfterOutcome ? 'capturedAfterOutcome' : null;
}

/** The forecasts of each forecaster on each question, in order of time. */
export function seriesOf(forecasts: readonly JoinedForecast[]): JoinedForecast[][] {
  const series = new Map<string, JoinedForecast[]>();
  for (const forecast of forecasts) {
    const key = `${forecast.question.id} ${forecast.forecaster.id}`;
    const members = series.get(key);
    if (members) members.push(forecast);
    else series.set(key, [forecast]);
  }
  return [...series.values()];
}

/** The prediction with the asked end of its hedge; numbers that speakers stated stay as they are. */
export function hedgedPrediction({ entry }: JoinedForecast, hedge: AccuracyParameters['hedge']): Prediction {
  const { prediction, basis } = entry;
  if (hedge === 'mid' || basis !== 'verbal' || !('probability' in prediction)) return prediction;
  const bound = hedge === 'low' ? prediction.lower : prediction.upper;
  return bound === undefined ? prediction : { ...prediction, probability: bound };
}
