/**
 * Brier score where the answer is itself a probability f, such as a share of experts who hold it for true:
 * f (1 - p)^2 + (1 - f) p^2, what an answer drawn with f would cost in the mean. Least at p = f, where it is
 * f (1 - f) and not 0. Of an answer that is yes or no it is the Brier score.
 */
import type { DiscreteDistribution } from '../questions/distribution.ts';
import { brierScore } from './brier.ts';
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param p probability of yes, @param f probability that the answer is yes */
export function brierFractionalScore(p: number, f: number): number {
  return f * brierScore(p, true) + (1 - f) * brierScore(p, false);
}

export const brierFractional: ScoringRule = {
  key: 'brier_fractional',
  title: 'Brier score of an answer that is a probability',
  formula: 'f (1 - p)^2 + (1 - f) p^2',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary'],
  source: 'Brier 1950, expected under an answer drawn with probability f',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { probabilities } = distribution as DiscreteDistribution;
    const share =
      observation.kind === 'share' ? observation.value : discreteParts(distribution, observation).index;
    return defined(brierFractionalScore(probabilities[1] as number, share));
  },
};
