/** What the words of hedges allow, as sums: the best and the worst that binary forecasts may have meant. */
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import { type BinaryLoss, binaryLoss } from '../binary-loss.ts';
import { ExactSum } from '../exact-sum.ts';
import type { HedgedScore, HedgedStatement } from '../hedges/hedged-statement.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ScoredForecast } from './counting.ts';
import { binaryRow } from './diagnostics.ts';

const HEDGED_SCORES: Readonly<Record<string, 'brier' | 'log'>> = { brier: 'brier', log_score: 'log' };

export class HedgeState {
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

  private constructor(loss: BinaryLoss) {
    this.#loss = loss;
  }

  /** Null where the rule has no such bounds. */
  static under(rule: ScoringRule): HedgeState | null {
    const score = HEDGED_SCORES[rule.key];
    return score === undefined ? null : new HedgeState(binaryLoss(score));
  }

  apply(items: readonly ScoredForecast[], weights: readonly number[], sign: 1 | -1): void {
    items.forEach((item, at) => {
      const row = hedgeRow(item, weights[at] as number);
      if (row === null) return;
      const { lower, upper, middle = (lower + upper) / 2, outcome, weight = 1 } = row;
      const [near, far] = outcome === 1 ? [upper, lower] : [lower, upper];
      const { best, worst, low, middle: mid, high, vagueness } = this.#sums;
      this.#n += sign;
      change(this.#weight, weight, sign);
      change(best, weight * this.#loss(near, outcome), sign);
      change(worst, weight * this.#loss(far, outcome), sign);
      change(low, weight * this.#loss(lower, outcome), sign);
      change(mid, weight * this.#loss(middle, outcome), sign);
      change(high, weight * this.#loss(upper, outcome), sign);
      change(vagueness, weight * (upper - lower), sign);
    });
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

function change(sum: ExactSum, term: number, sign: 1 | -1): void {
  if (sign === 1) sum.add(term);
  else sum.subtract(term);
}

/** What a binary forecast's words allow; null where it is not binary. */
export function hedgeRow(item: ScoredForecast, weight: number): HedgedStatement | null {
  const row = binaryRow(item);
  if (row === null) return null;
  const { prediction, basis } = item.forecast.entry;
  const hedged = basis === 'verbal' && 'probability' in prediction;
  const { p } = row;
  const [lower, middle, upper] = hedged
    ? [prediction.lower ?? p, prediction.probability, prediction.upper ?? p]
    : [p, p, p];
  return { lower, middle, upper, outcome: row.outcome, weight };
}
