/**
 * Elementary score of a binary forecast at threshold θ: |y - θ| if θ separates p from y, else 0.
 * Loss, 0..1, proper, not strictly. It is the regret of one who acts when p > θ; every proper score
 * is a mixture of these: brier = 2 ∫ S_θ dθ, log = ∫ S_θ / (θ (1-θ)) dθ.
 * Ehm, Gneiting, Jordan & Krüger 2016.
 */
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param p probability of yes, @param y whether it happened */
export function elementaryScoreAt(theta: number, p: number, y: boolean): number {
  const outcome = y ? 1 : 0;
  return Math.min(p, outcome) <= theta && theta < Math.max(p, outcome) ? Math.abs(outcome - theta) : 0;
}

/** The threshold of the rule of the registry: yes and no cost the same. Others by the function. */
const EVEN = 0.5;

export const elementaryScore: ScoringRule = {
  key: 'elementary_score',
  title: 'Elementary score at θ = ½',
  formula: '|y - θ| 1{min(p, y) <= θ < max(p, y)}, θ = ½',
  orientation: 'loss',
  range: '0..0.5',
  unit: null,
  proper: 'proper',
  local: false,
  questionTypes: ['binary'],
  source: 'Ehm, Gneiting, Jordan & Krüger 2016',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(elementaryScoreAt(EVEN, discrete.probabilities[1] as number, index === 1));
  },
};
