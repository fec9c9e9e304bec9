import { type BinaryLoss, type BinaryScore, binaryLoss } from '../binary-loss.ts';
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

/** Hedged statements as exact sums: what was added can be taken out again to the bit. */
export class HedgedSums {
  readonly #loss: BinaryLoss;
  #n = 0;
  readonly #weight = new ExactSum();
  readonly #sums = {
    best: new ExactSum(),
    worst: new ExactSum(),
    low: new ExactSum(),
    middle: new ExactSum(),
    high: new ExactSum(),
    vagueness: new ExactSum(),
  };

  constructor(score: BinaryScore) {
    this.#loss = binaryLoss(score);
  }

  /** Adds (1) or takes out (-1) a statement. */
  apply(
    { lower, upper, middle = (lower + upper) / 2, outcome, weight = 1 }: HedgedStatement,
    sign: 1 | -1,
  ): void {
    const change = (sum: ExactSum, term: number) => (sign === 1 ? sum.add(term) : sum.subtract(term));
    const [near, far] = outcome === 1 ? [upper, lower] : [lower, upper];
    const at = (p: number) => weight * this.#loss(p, outcome);
    const { best, worst, low, middle: mid, high, vagueness } = this.#sums;
    this.#n += sign;
    change(this.#weight, weight);
    change(best, at(near));
    change(worst, at(far));
    change(low, at(lower));
    change(mid, at(middle));
    change(high, at(upper));
    change(vagueness, weight * (upper - lower));
  }

  score(): Measure<HedgedScore> {
    if (this.#n === 0) return NO_FORECASTS;
    const mean = (sum: ExactSum) => sum.value / this.#weight.value;
    const { best, worst, low, middle, high, vagueness } = this.#sums;
    return measured({
      best: mean(best),
      worst: mean(worst),
      low: mean(low),
      middle: mean(middle),
      high: mean(high),
      vagueness: mean(vagueness),
      n: this.#n,
    });
  }
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
  const sums = new HedgedSums(score);
  for (const statement of statements) sums.apply(statement, 1);
  return sums.score();
}

/** The binary score whose bounds a rule has; undefined where it has none. */
export function hedgedScoreUnder(rule: { readonly key: string }): BinaryScore | undefined {
  return HEDGED_SCORES[rule.key];
}

const HEDGED_SCORES: Readonly<Record<string, BinaryScore>> = { brier: 'brier', log_score: 'log' };

export type RobustVerdict = 'first' | 'second' | 'vaguenessPreventsVerdict';

/** Who is better whatever the words meant: declared only where the intervals of the mean do not overlap. */
export function robustDominance(
  first: Pick<HedgedScore, 'best' | 'worst'>,
  second: Pick<HedgedScore, 'best' | 'worst'>,
): RobustVerdict {
  if (first.worst < second.best) return 'first';
  return second.worst < first.best ? 'second' : 'vaguenessPreventsVerdict';
}
