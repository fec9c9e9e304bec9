import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import { type Coverage, coverage } from './coverage.ts';
import { daysEndingIn } from './forecast-policy.ts';
import type { InformationSet, Segment } from './information-set.ts';

export interface TimeWeightedScore extends Coverage {
  /** Σ duration·loss / Σ duration over the covered time. */
  readonly mean: Measure<number>;
}

/** Time-weighted mean loss with its coverage, which stays a number of its own. */
export function timeWeightedScore<P>(
  set: InformationSet<P>,
  loss: (prediction: P) => number,
): TimeWeightedScore {
  const mean = weighted(set.segments, loss, ({ from, to }) => to - from);
  return { mean, ...coverage(set) };
}

export interface DailyScore {
  readonly mean: Measure<number>;
  /** Days on which a prediction was in effect. */
  readonly activeDays: number;
}

/**
 * Mean over days of the loss of the prediction in effect when the day ends, from the first prediction
 * on (Good Judgment Open). A day that ends withdrawn is not active. `dayLength` in the unit of the times.
 */
export function dailyScore<P>(
  set: InformationSet<P>,
  loss: (prediction: P) => number,
  dayLength: number,
): DailyScore {
  const days = (segment: Segment<P>) => daysEndingIn(segment, set.end, dayLength);
  const activeDays = set.segments.reduce((sum, segment) => sum + days(segment), 0);
  return { mean: weighted(set.segments, loss, days), activeDays };
}

function weighted<P>(
  segments: readonly Segment<P>[],
  loss: (prediction: P) => number,
  amount: (segment: Segment<P>) => number,
): Measure<number> {
  const [sum, total] = [new ExactSum(), new ExactSum()];
  for (const segment of segments) {
    const share = amount(segment);
    if (share <= 0) continue;
    sum.add(share * loss(segment.prediction));
    total.add(share);
  }
  return total.value > 0 ? measured(sum.value / total.value) : withheld('No prediction was in effect.');
}
