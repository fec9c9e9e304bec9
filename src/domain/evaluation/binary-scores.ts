/** Scores of binary forecasts, computed once for each distinct probability and outcome. */
import { DistinctDoubles } from '../accuracy/state/distinct-doubles.ts';
import type { DiscreteDistribution } from '../questions/distribution.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';

/** A binary forecast as the question type reads it. */
export function binaryDistribution(p: number): DiscreteDistribution {
  return {
    kind: 'discrete',
    edges: null,
    binary: true,
    categories: ['false', 'true'],
    probabilities: [1 - p, p],
    ordered: false,
  };
}

/** Score of a rule that does not refuse binary forecasts; such scores are never undefined. */
export function binaryScore(rule: ScoringRule, p: number, outcome: 0 | 1): number {
  const { value, reason } = rule.score(binaryDistribution(p), { kind: 'category', index: outcome });
  if (value === null) throw new Error(`${rule.key} of ${p}: ${reason}`);
  return value;
}

export class BinaryScores {
  readonly rules: readonly ScoringRule[];
  readonly #probabilities = new DistinctDoubles();
  readonly #width: number;
  #scores: Float64Array;
  #known = 0;

  constructor(rules: readonly ScoringRule[]) {
    this.rules = rules;
    this.#width = 2 * rules.length;
    this.#scores = new Float64Array(64 * this.#width);
  }

  /** The number of a probability. */
  indexOf(p: number): number {
    const index = this.#probabilities.indexOf(p);
    if (index === this.#known) this.#learn(p);
    return index;
  }

  /** Puts the scores of a numbered probability into `into`, one a rule. */
  read(index: number, outcome: 0 | 1, into: Float64Array): void {
    const at = index * this.#width + outcome * this.rules.length;
    for (let rule = 0; rule < this.rules.length; rule += 1) into[rule] = this.#scores[at + rule] as number;
  }

  #learn(p: number): void {
    const at = this.#known * this.#width;
    if (at + this.#width > this.#scores.length) {
      const larger = new Float64Array(2 * this.#scores.length);
      larger.set(this.#scores);
      this.#scores = larger;
    }
    this.rules.forEach((rule, place) => {
      this.#scores[at + place] = binaryScore(rule, p, 0);
      this.#scores[at + this.rules.length + place] = binaryScore(rule, p, 1);
    });
    this.#known += 1;
  }
}
