/** Half the Brier score over K options: ½ Σ (p_k - o_k)^2, 0..1, loss; equals `brier` at K = 2. */
import { discreteParts, needsChoice } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param probabilities by option, @param index of the option that happened */
export function brierMulticlass(probabilities: readonly number[], index: number): number {
  return probabilities.reduce((sum, probability, at) => sum + (probability - (at === index ? 1 : 0)) ** 2, 0);
}

export const brierMulticlassHalf: ScoringRule = {
  key: 'brier_multiclass_half',
  title: 'Brier score over options, halved',
  formula: '½ Σ_k (p_k - o_k)^2',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Brier 1950, halved',
  refuses: needsChoice,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(brierMulticlass(discrete.probabilities, index) / 2);
  },
};
