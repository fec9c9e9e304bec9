/**
 * Metaculus' baseline score, a gain: 0 for a forecast that spreads its probability evenly, 100 for
 * certainty that was right (discrete questions), -Infinity for certainty that was wrong.
 * Metaculus, `scoring/score_math.py`.
 */
import { discreteParts, needsChoice } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** 100 ln(K p) / ln K, of the probability that was given to the one of K options that happened; K = 2: 100 (1 + log2 p). */
export function metaculusBaselineScore(probability: number, options: number): number {
  return 100 * (1 + Math.log(probability) / Math.log(options));
}

export const metaculusBaseline: ScoringRule = {
  key: 'metaculus_baseline',
  title: 'Metaculus baseline score',
  formula: '100 ln(K p_k*) / ln K',
  orientation: 'gain',
  range: '-Infinity..100',
  unit: 'point',
  proper: 'strict',
  local: true,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Metaculus, scoring/score_math.py',
  refuses: (distribution) =>
    needsChoice(distribution) ??
    (distribution.kind === 'discrete' && distribution.categories.length < 2 ? 'needs two options' : null),
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(
      metaculusBaselineScore(discrete.probabilities[index] as number, discrete.categories.length),
    );
  },
};
