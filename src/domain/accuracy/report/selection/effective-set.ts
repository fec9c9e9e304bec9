/** What was in effect when, of one forecaster on one resolved question. */
import type { Observation } from '../../../questions/distribution.ts';
import type { Prediction } from '../../../questions/prediction-fields.ts';
import { readOutcome } from '../../../questions/registry.ts';
import type { JoinedForecast, JoinedQuestion } from '../../record/joined-record.ts';
import {
  type InformationSet,
  informationSet,
  type QuestionWindow,
  type TimedPrediction,
} from '../../time/information-set.ts';

/** The window of a resolved question, in milliseconds, and what came. */
interface QuestionOutcome {
  readonly window: QuestionWindow;
  readonly observation: Observation;
}

/** Asked for once a forecaster. Joined questions never change: there is another for each `knownBy` and clock. */
const outcomes = new WeakMap<JoinedQuestion, QuestionOutcome>();

/** @throws Error where the question is not resolved */
export function outcomeOf(question: JoinedQuestion): QuestionOutcome {
  const before = outcomes.get(question);
  if (before !== undefined) return before;
  if (question.outcome === null) throw new Error('only resolved questions are scored');
  const close = question.closesAt === null ? Number.POSITIVE_INFINITY : Date.parse(question.closesAt);
  const outcomeKnown = Date.parse(question.knownAt as string);
  const opensAt = question.opensAt === null ? Number.NEGATIVE_INFINITY : Date.parse(question.opensAt);
  // An outcome that was known before the opening leaves no window: then forecasts count from when they were made.
  const open = opensAt < Math.min(close, outcomeKnown) ? opensAt : Number.NEGATIVE_INFINITY;
  const outcome = {
    window: { open, close, outcomeKnown },
    observation: readOutcome(question.facts, question.outcome),
  };
  outcomes.set(question, outcome);
  return outcome;
}

export interface EffectiveSet {
  readonly set: InformationSet<Prediction>;
  /** The forecast behind each place of the set's input; null for a withdrawal. */
  readonly eventOf: readonly (JoinedForecast | null)[];
}

/** What was in effect when, of the counting forecasts of one forecaster on one resolved question. */
export function effectiveSet(series: readonly JoinedForecast[]): EffectiveSet {
  const { window } = outcomeOf((series[0] as JoinedForecast).question);
  const eventOf: (JoinedForecast | null)[] = [];
  const events: TimedPrediction<Prediction>[] = [];
  for (const forecast of series) {
    events.push({ at: Date.parse(forecast.entry.madeAt), prediction: forecast.entry.prediction });
    eventOf.push(forecast);
    const withdrawnAt = withdrawalTime(forecast, series);
    if (withdrawnAt === null) continue;
    events.push({ at: withdrawnAt, prediction: null });
    eventOf.push(null);
  }
  return { set: informationSet(events, window), eventOf };
}

/** When it was withdrawn, unless a later forecast of the same forecaster had replaced it by then. */
export function withdrawalTime(forecast: JoinedForecast, series: readonly JoinedForecast[]): number | null {
  const { withdrawnAt, madeAt } = forecast.entry;
  if (withdrawnAt === null) return null;
  const time = Math.max(Date.parse(withdrawnAt), Date.parse(madeAt));
  const later = series.slice(series.indexOf(forecast) + 1);
  return later.some(({ entry }) => Date.parse(entry.madeAt) <= time) ? null : time;
}
