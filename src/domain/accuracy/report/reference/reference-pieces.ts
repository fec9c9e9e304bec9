/** A reference during the time, or at the moment, that a forecast is scored for. */
import type { Distribution } from '../../../questions/distribution.ts';
import { daysEndingIn } from '../../time/forecast-policy.ts';
import { inEffectAt, type Segment } from '../../time/information-set.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast } from '../selection/counting.ts';

/** Reference predictions for a share of the time that a scored forecast stands for. Empty: none. */
export type ReferencePieces = readonly { readonly share: number; readonly distribution: Distribution }[];

const DAY = 86_400_000;

export function always(distribution: Distribution | null): ReferencePieces {
  return distribution === null ? [] : [{ share: 1, distribution }];
}

/** The reference at what the policy scores: one instant, or all the time. */
export function piecesOf<P>(
  { segment, instant, window }: ScoredForecast,
  reference: readonly Segment<P>[],
  policy: AccuracyParameters['forecastPolicy'],
  distributionOf: (prediction: P) => Distribution,
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
      return part > 0 && whole > 0 ? [{ share: part / whole, distribution: distributionOf(prediction) }] : [];
    });
  }
  const found = inEffectAt(reference, instant);
  return always(found === null ? null : distributionOf(found.prediction));
}
