/** Spherical score over K options: p_k* / sqrt(Σ p_k^2), 0..1, gain. */
import { discreteParts, needsChoice } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param probabilities by option, @param index of the option that happened */
export function sphericalMulticlassScore(probabilities: readonly number[], index: number): number {
  return (probabilities[index] as number) / Math.hypot(...probabilities);
}

export const sphericalMulticlass: ScoringRule = {
  key: 'spherical_multiclass',
  title: 'Spherical score over options',
  formula: 'p_k* / sqrt(Σ_k p_k^2)',
  orientation: 'gain',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Gneiting & Raftery 2007, section 3.2',
  refuses: needsChoice,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(sphericalMulticlassScore(discrete.probabilities, index));
  },
};
