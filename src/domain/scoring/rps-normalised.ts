/** Ranked probability score per cut: RPS / (K-1), 0..1, loss; comparable between questions of different K. */
import { needsScale, orderedParts } from './ordered-only.ts';
import { rankedProbabilityScore } from './ranked-probability-score.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param probabilities by option, in order, @param index of the option that happened */
export function rankedProbabilityScorePerCut(probabilities: readonly number[], index: number): number {
  return rankedProbabilityScore(probabilities, index) / (probabilities.length - 1);
}

export const rpsNormalised: ScoringRule = {
  key: 'rps_normalised',
  title: 'Ranked probability score per cut',
  formula: 'Σ_{k<K} (P_k - O_k)^2 / (K-1)',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['multipleChoice'],
  source: 'Epstein 1969; R verification::rps',
  refuses: needsScale,
  score: (distribution, observation) => {
    const { probabilities, index } = orderedParts(distribution, observation);
    return defined(rankedProbabilityScorePerCut(probabilities, index));
  },
};
