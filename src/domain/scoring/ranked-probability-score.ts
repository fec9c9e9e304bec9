/**
 * Ranked probability score over K options in their order: Σ_{k<K} (P_k - O_k)^2 of the cumulative
 * probabilities, 0..K-1, loss. Epstein 1969; the sum as in scoringRules and scoringutils.
 */
import { needsScale, orderedParts } from './ordered-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param probabilities by option, in order, @param index of the option that happened */
export function rankedProbabilityScore(probabilities: readonly number[], index: number): number {
  let cumulative = 0;
  let sum = 0;
  for (let cut = 0; cut < probabilities.length - 1; cut += 1) {
    cumulative += probabilities[cut] as number;
    sum += (cumulative - (index <= cut ? 1 : 0)) ** 2;
  }
  return sum;
}

export const rps: ScoringRule = {
  key: 'rps',
  title: 'Ranked probability score',
  formula: 'Σ_{k<K} (P_k - O_k)^2',
  orientation: 'loss',
  range: '0..K-1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['multipleChoice'],
  source: 'Epstein 1969; scoringRules rps_probs',
  refuses: needsScale,
  score: (distribution, observation) => {
    const { probabilities, index } = orderedParts(distribution, observation);
    return defined(rankedProbabilityScore(probabilities, index));
  },
};
