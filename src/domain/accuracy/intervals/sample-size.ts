import { FLOORS, type Standing } from '../floors.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import type { IntervalEstimate } from './interval.ts';

/**
 * Questions needed to detect a mean difference `delta` with 80 % power at the 5 % level, two-sided:
 * (2.8·sd/Δ)², rounded up, where `sd` is the standard deviation of the paired differences. At least as many
 * as an interval needs: the formula takes `sd` as known and the mean as normal, and differences that hardly
 * vary would be told from 0 by one or two questions, which no test here would do.
 */
export function nToDetect(sd: number, delta: number): Measure<number> {
  if (!Number.isFinite(sd)) return withheld('The differences have no finite spread.');
  if (delta === 0) return withheld('A difference of 0 cannot be detected with any number of questions.');
  return measured(Math.max(FLOORS.interval, Math.ceil(((2.8 * sd) / delta) ** 2)));
}

/** For the difference that an interval is of, from the spread that it knows, clusters and all, as if the questions were independent. */
export function questionsToDetect(
  difference: Measure<IntervalEstimate>,
  questions: number,
  standing: Standing,
): Measure<number> {
  if (difference.reason !== null) return difference;
  const { estimate, se, reason } = difference.value;
  if (!standing.shown) return withheld(standing.reason ?? 'The sample is too small.');
  if (se === null) return withheld(reason ?? 'The differences have no spread.');
  return nToDetect(se * Math.sqrt(questions), estimate);
}
