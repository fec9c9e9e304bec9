/** Brier's own score of a binary forecast, over both categories: 2 (p - y)^2, 0..2, loss. Good Judgment Open reports it. */
import { brierScore } from './brier.ts';
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param p probability of yes, @param y whether it happened */
export function brierTwoSidedScore(p: number, y: boolean): number {
  return 2 * brierScore(p, y);
}

export const brierTwoSided: ScoringRule = {
  key: 'brier_two_sided',
  title: 'Brier score over both sides',
  formula: '2 (p - y)^2',
  orientation: 'loss',
  range: '0..2',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary'],
  source: 'Brier 1950; Good Judgment Open',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(brierTwoSidedScore(discrete.probabilities[1] as number, index === 1));
  },
};
