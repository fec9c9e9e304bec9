/** A prediction at a time; null withdraws. Times are numbers of one unit (milliseconds in the service). */
export interface TimedPrediction<P> {
  /** When it was made. */
  readonly at: number;
  readonly prediction: P | null;
}

/** The window of a question. A forecast counts on [max(made, open), min(withdrawn, close, known)). */
export interface QuestionWindow {
  readonly open: number;
  /** When the question really closed. */
  readonly close: number;
  /** When it was to close; `close` unless told. */
  readonly scheduledClose?: number;
  /** When the world knew the outcome. Not when it was entered: that would pay for forecasting afterwards. */
  readonly outcomeKnown?: number;
}

/** A prediction in effect from `from` (included) to `to` (excluded); `index` is its place in the input. */
export interface Segment<P> {
  readonly from: number;
  readonly to: number;
  readonly prediction: P;
  readonly index: number;
}

export type IgnoredReason =
  | 'atOrAfterClose'
  | 'afterOutcomeKnown'
  | 'replacedBeforeOpen'
  | 'replacedAtSameInstant';

export interface InformationSet<P> {
  readonly segments: readonly Segment<P>[];
  /** Predictions that never were in effect, by their place in the input, and why. */
  readonly ignored: readonly { readonly index: number; readonly reason: IgnoredReason }[];
  readonly open: number;
  /** Where the window really ends: min(close, outcomeKnown). */
  readonly end: number;
  readonly scheduledClose: number;
}

/**
 * The predictions of one forecaster on one question as consecutive segments. Those made before the
 * opening start at it; at one instant the last received (last in the list) wins; a withdrawal ends a
 * segment and is not one. `predictions` come in the order received, in any order of time.
 */
export function informationSet<P>(
  predictions: readonly TimedPrediction<P>[],
  window: QuestionWindow,
): InformationSet<P> {
  const { open, close, scheduledClose = close, outcomeKnown = Infinity } = window;
  const end = Math.max(open, Math.min(close, outcomeKnown));
  const ignored: { index: number; reason: IgnoredReason }[] = [];
  const effective: { at: number; madeAt: number; prediction: P | null; index: number }[] = [];
  predictions.forEach(({ at, prediction }, index) => {
    if (at >= end) ignored.push({ index, reason: at >= close ? 'atOrAfterClose' : 'afterOutcomeKnown' });
    else effective.push({ at: Math.max(at, open), madeAt: at, prediction, index });
  });
  effective.sort((a, b) => a.madeAt - b.madeAt || a.index - b.index);
  const segments: Segment<P>[] = [];
  effective.forEach(({ at, madeAt, prediction, index }, i) => {
    const next = effective[i + 1];
    const to = next?.at ?? end;
    if (to > at) {
      if (prediction !== null) segments.push({ from: at, to, prediction, index });
    } else if (prediction !== null) {
      ignored.push({
        index,
        reason: next?.madeAt === madeAt ? 'replacedAtSameInstant' : 'replacedBeforeOpen',
      });
    }
  });
  ignored.sort((a, b) => a.index - b.index);
  return { segments, ignored, open, end, scheduledClose };
}

/** The prediction in effect at `time` (from <= time < to), or null. References use the same inequality. */
export function inEffectAt<P>(segments: readonly Segment<P>[], time: number): Segment<P> | null {
  return segments.find(({ from, to }) => from <= time && time < to) ?? null;
}
