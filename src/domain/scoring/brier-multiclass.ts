/** Brier score over K options: Σ (p_k - o_k)^2, 0..2, loss. */
import { brierMulticlass as brierMulticlassScore } from './brier-multiclass-half.ts';
import { discreteParts, needsChoice } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

export const brierMulticlass: ScoringRule = {
  key: 'brier_multiclass',
  title: 'Brier score over options',
  formula: 'Σ_k (p_k - o_k)^2',
  orientation: 'loss',
  range: '0..2',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Brier 1950',
  refuses: needsChoice,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(brierMulticlassScore(discrete.probabilities, index));
  },
};
