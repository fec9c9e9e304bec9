import { type InformationSet, inEffectAt, type Segment } from './information-set.ts';

/** Which predictions of a forecaster on a question are scored. */
export type ForecastPolicy =
  | 'last'
  | 'first'
  | 'timeWeighted'
  | 'daily'
  | 'all'
  | { readonly spotAt: number };

/** A prediction that is scored. Weights of a question sum to 1, under `all` to the number of predictions. */
export interface ScoredPrediction<P> {
  readonly prediction: P;
  readonly index: number;
  readonly weight: number;
}

const DAY = 86_400_000;

/**
 * The predictions to score: `last` the one in effect at the end of the window (none if withdrawn by
 * then), `first` the first in effect, `timeWeighted` all by duration, `daily` the one in effect at the
 * end of each UTC day, `all` each that was ever in effect with weight 1, `spotAt` the one in effect then.
 * `dayLength` in the unit of the times.
 */
export function scoredPredictions<P>(
  set: InformationSet<P>,
  policy: ForecastPolicy,
  dayLength = DAY,
): ScoredPrediction<P>[] {
  const { segments, end } = set;
  if (typeof policy === 'object') return one(inEffectAt(segments, policy.spotAt));
  switch (policy) {
    case 'first':
      return one(segments[0] ?? null);
    case 'last':
      return one(segments.at(-1)?.to === end ? (segments.at(-1) ?? null) : null);
    case 'all':
      return segments.map(({ prediction, index }) => ({ prediction, index, weight: 1 }));
    case 'timeWeighted':
      return shares(segments.map((segment) => [segment, segment.to - segment.from]));
    case 'daily':
      return shares(segments.map((segment) => [segment, daysEndingIn(segment, end, dayLength)]));
  }
}

/** Days whose end (or, for the last day, the end of the window) finds this segment in effect. */
export function daysEndingIn(segment: Segment<unknown>, end: number, dayLength: number): number {
  const whole = Math.floor(segment.to / dayLength) - Math.floor(segment.from / dayLength);
  const lastDayIsCut = segment.to === end && end % dayLength !== 0;
  return whole + (lastDayIsCut ? 1 : 0);
}

function one<P>(segment: Segment<P> | null): ScoredPrediction<P>[] {
  return segment ? [{ prediction: segment.prediction, index: segment.index, weight: 1 }] : [];
}

function shares<P>(parts: readonly (readonly [Segment<P>, number])[]): ScoredPrediction<P>[] {
  const total = parts.reduce((sum, [, amount]) => sum + amount, 0);
  return parts
    .filter(([, amount]) => amount > 0)
    .map(([{ prediction, index }, amount]) => ({ prediction, index, weight: amount / total }));
}
