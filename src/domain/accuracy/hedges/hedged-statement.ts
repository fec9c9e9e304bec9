import { verbalScores } from '../../scoring/verbal-interval.ts';
import { type BinaryLoss, type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';

/** A resolved statement whose words stand for a probability somewhere in [lower, upper]. */
export interface HedgedStatement {
  readonly lower: number;
  readonly upper: number;
  /** What the record took it for; the middle of the interval unless told. */
  readonly middle?: number;
  readonly outcome: number;
  /** Whether its interval is a cell of a lexicon that divides 0..1; no unless told. */
  readonly cell?: boolean;
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
  /** Mean Brier score over each interval: vagueness costs. */
  readonly uniformMean: Measure<number>;
  /** Mean of (lower - y)(upper - y): proper among the cells of a partition, else withheld. */
  readonly intervalBrier: Measure<number>;
  /** Statements with an interval of some width. */
  readonly hedges: number;
  readonly n: number;
}

/** Hedged statements as exact sums: what was added can be taken out again to the bit. */
export class HedgedSums {
  readonly #loss: BinaryLoss;
  readonly #isBrier: boolean;
  #n = 0;
  #hedges = 0;
  /** Hedges whose interval is no cell of a partition. */
  #free = 0;
  readonly #weight = new ExactSum();
  /** What stated numbers add to each of the five means: a number has no other end. */
  readonly #stated = new ExactSum();
  readonly #sums = {
    best: new ExactSum(),
    worst: new ExactSum(),
    low: new ExactSum(),
    middle: new ExactSum(),
    high: new ExactSum(),
    vagueness: new ExactSum(),
    uniformMean: new ExactSum(),
    intervalBrier: new ExactSum(),
  };

  constructor(score: BinaryScore) {
    this.#loss = binaryLoss(score);
    this.#isBrier = score === 'brier';
  }

  /** Adds (1) or takes out (-1) a statement. */
  apply(
    { lower, upper, middle = (lower + upper) / 2, outcome, cell = false, weight = 1 }: HedgedStatement,
    sign: 1 | -1,
  ): void {
    this.#n += sign;
    change(this.#weight, weight, sign);
    if (lower === upper && middle === lower) change(this.#stated, weight * this.#loss(lower, outcome), sign);
    else {
      const atLower = weight * this.#loss(lower, outcome);
      const atUpper = weight * this.#loss(upper, outcome);
      const { best, worst, low, middle: mid, high, vagueness } = this.#sums;
      change(best, outcome === 1 ? atUpper : atLower, sign);
      change(worst, outcome === 1 ? atLower : atUpper, sign);
      change(low, atLower, sign);
      change(mid, weight * this.#loss(middle, outcome), sign);
      change(high, atUpper, sign);
      change(vagueness, weight * (upper - lower), sign);
      if (upper > lower) {
        this.#hedges += sign;
        if (!cell) this.#free += sign;
      }
    }
    if (!this.#isBrier) return;
    const { uniformMean, intervalBrier } = verbalScores({ lower, upper }, outcome === 1, true);
    change(this.#sums.uniformMean, weight * uniformMean, sign);
    change(this.#sums.intervalBrier, weight * (intervalBrier as number), sign);
  }

  score(): Measure<HedgedScore> {
    if (this.#n === 0) return NO_FORECASTS;
    const mean = (sum: ExactSum) => sum.value / this.#weight.value;
    const { best, worst, low, middle, high, vagueness } = this.#sums;
    const withStated = (sum: ExactSum) => mean(new ExactSum().addSum(sum).addSum(this.#stated));
    return measured({
      best: withStated(best),
      worst: withStated(worst),
      low: withStated(low),
      middle: withStated(middle),
      high: withStated(high),
      vagueness: mean(vagueness),
      uniformMean: this.#isBrier ? measured(mean(this.#sums.uniformMean)) : ONLY_BRIER,
      intervalBrier: this.#intervalBrier(mean),
      hedges: this.#hedges,
      n: this.#n,
    });
  }

  #intervalBrier(mean: (sum: ExactSum) => number): Measure<number> {
    if (!this.#isBrier) return ONLY_BRIER;
    if (this.#hedges === 0) return withheld('Nothing is hedged: the mean score says all.');
    if (this.#free === 0) return measured(mean(this.#sums.intervalBrier));
    return withheld(
      `Proper only where a lexicon divides 0 to 1 without gap or overlap; the intervals of ${this.#free} of ${this.#hedges} hedges come from none.`,
    );
  }
}

function change(sum: ExactSum, term: number, sign: 1 | -1): void {
  if (sign === 1) sum.add(term);
  else sum.subtract(term);
}

const ONLY_BRIER = withheld('Defined for brier.');

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
