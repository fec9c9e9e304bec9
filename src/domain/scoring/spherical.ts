/** Spherical score of a binary forecast: p_y / sqrt(p^2 + (1-p)^2), 0..1, gain. */
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** @param p probability of yes, @param y whether it happened */
export function sphericalScore(p: number, y: boolean): number {
  return (y ? p : 1 - p) / Math.hypot(p, 1 - p);
}

export const spherical: ScoringRule = {
  key: 'spherical',
  title: 'Spherical score',
  formula: 'p_y / sqrt(p^2 + (1-p)^2)',
  orientation: 'gain',
  range: '0..1',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['binary'],
  source: 'Gneiting & Raftery 2007, section 3.2',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(sphericalScore(discrete.probabilities[1] as number, index === 1));
  },
};
