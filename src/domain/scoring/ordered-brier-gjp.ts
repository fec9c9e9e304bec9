/**
 * Ordered Brier score of the Good Judgment Project: the mean over the K-1 cuts of the scale of the
 * two-sided Brier score of "up to the cut", 2 RPS / (K-1), 0..2, loss. Jose, Nau & Winkler 2009.
 */
import { needsScale, orderedParts } from './ordered-only.ts';
import { rankedProbabilityScorePerCut } from './rps-normalised.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param probabilities by option, in order, @param index of the option that happened */
export function orderedBrierScore(probabilities: readonly number[], index: number): number {
  return 2 * rankedProbabilityScorePerCut(probabilities, index);
}

export const orderedBrierGjp: ScoringRule = {
  key: 'ordered_brier_gjp',
  title: 'Ordered Brier score (Good Judgment Project)',
  formula: '2 Σ_{k<K} (P_k - O_k)^2 / (K-1)',
  orientation: 'loss',
  range: '0..2',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['multipleChoice'],
  source: 'Jose, Nau & Winkler 2009',
  refuses: needsScale,
  score: (distribution, observation) => {
    const { probabilities, index } = orderedParts(distribution, observation);
    return defined(orderedBrierScore(probabilities, index));
  },
};
