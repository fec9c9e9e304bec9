/** Brier score of a binary forecast: (p - y)^2. Brier 1950 in its one-sided form, 0..1, loss. */
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param p probability of yes, @param y whether it happened */
export function brierScore(p: number, y: boolean): number {
  return (p - (y ? 1 : 0)) ** 2;
}

export const brier: ScoringRule = {
  key: 'brier',
  title: 'Brier score',
  formula: '(p - y)^2',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary'],
  source: 'Brier 1950, one-sided form',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(brierScore(discrete.probabilities[1] as number, index === 1));
  },
};
