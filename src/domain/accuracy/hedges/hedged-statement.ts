import { type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';

/** A resolved statement whose words stand for a probability somewhere in [lower, upper]. */
export interface HedgedStatement {
  readonly lower: number;
  readonly upper: number;
  /** What the record took it for; the middle of the interval unless told. */
  readonly middle?: number;
  readonly outcome: number;
  /** Weight in the mean; 1 unless told. */
  readonly weight?: number;
}

export interface HedgedScore {
  /** Mean loss if every phrase meant the end of its interval that turned out better. */
  readonly best: number;
  /** Mean loss if every phrase meant the other end. */
  readonly worst: number;
  /** Mean loss at the lower ends, at what the record took the words for, and at the upper ends. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** Mean width of the intervals, 0..1. */
  readonly vagueness: number;
  readonly n: number;
}

/**
 * The interval of the mean loss that hedged statements allow, best and worst aggregated separately.
 * No real-valued score is strictly proper for imprecise probabilities (Seidenfeld, Schervish & Kadane
 * 2012), so no single number stands for it. A stated number is an interval of width 0.
 */
export function hedgedScore(
  statements: readonly HedgedStatement[],
  score: BinaryScore,
): Measure<HedgedScore> {
  if (statements.length === 0) return NO_FORECASTS;
  const loss = binaryLoss(score);
  const [best, worst, width, total] = [new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum()];
  const [low, mid, high] = [new ExactSum(), new ExactSum(), new ExactSum()];
  for (const { lower, upper, middle = (lower + upper) / 2, outcome, weight = 1 } of statements) {
    const [near, far] = outcome === 1 ? [upper, lower] : [lower, upper];
    best.add(weight * loss(near, outcome));
    worst.add(weight * loss(far, outcome));
    low.add(weight * loss(lower, outcome));
    mid.add(weight * loss(middle, outcome));
    high.add(weight * loss(upper, outcome));
    width.add(weight * (upper - lower));
    total.add(weight);
  }
  const mean = (sum: ExactSum) => sum.value / total.value;
  return measured({
    best: mean(best),
    worst: mean(worst),
    low: mean(low),
    middle: mean(mid),
    high: mean(high),
    vagueness: mean(width),
    n: statements.length,
  });
}

export type RobustVerdict = 'first' | 'second' | 'vaguenessPreventsVerdict';

/** Who is better whatever the words meant: declared only where the intervals of the mean do not overlap. */
export function robustDominance(
  first: Pick<HedgedScore, 'best' | 'worst'>,
  second: Pick<HedgedScore, 'best' | 'worst'>,
): RobustVerdict {
  if (first.worst < second.best) return 'first';
  return second.worst < first.best ? 'second' : 'vaguenessPreventsVerdict';
}
