/** Distributions and outcomes for tests of the rules over finite sets. */
import * as fc from 'fast-check';
import type { DiscreteDistribution, Observation } from '../../../src/domain/questions/distribution.ts';
import type { Score } from '../../../src/domain/scoring/scoring-rule.ts';

export function choiceOf(probabilities: readonly number[], ordered = false): DiscreteDistribution {
  const categories = probabilities.map((_, at) => `option${at}`);
  return { kind: 'discrete', binary: false, categories, probabilities, ordered, edges: null };
}

export function binaryOf(p: number): DiscreteDistribution {
  const probabilities = [1 - p, p];
  return {
    kind: 'discrete',
    binary: true,
    categories: ['false', 'true'],
    probabilities,
    ordered: false,
    edges: null,
  };
}

export function category(index: number): Observation {
  return { kind: 'category', index };
}

/** The number, where there must be one. */
export function numberOf(score: Score): number {
  if (score.value === null) throw new Error(score.reason);
  return score.value;
}

export const probability = fc
  .double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true })
  .map((p) => p + 0);

/** A distribution over some options, none of them impossible. */
export function distributionOver(options: number): fc.Arbitrary<number[]> {
  return fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: options, maxLength: options })
    .map((weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    });
}

/** Two distributions over the same options. */
export const twoDistributions = fc
  .integer({ min: 2, max: 6 })
  .chain((options) => fc.tuple(distributionOver(options), distributionOver(options)));
