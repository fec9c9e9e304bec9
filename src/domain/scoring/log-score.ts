/** Logarithmic score of a binary forecast: -ln of the probability of what happened, in nats. Good 1952. Infinite where that was 0. */
import { discreteParts, needsBinary } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** Nats. @param p probability of yes, @param y whether it happened */
export function logScoreOf(p: number, y: boolean): number {
  // log1p keeps the digits of a small p that 1 - p would lose; `+ 0` turns -0 into 0.
  return -(y ? Math.log(p) : Math.log1p(-p)) + 0;
}

export const logScore: ScoringRule = {
  key: 'log_score',
  title: 'Logarithmic score',
  formula: '-ln(p) if y = 1, else -ln(1 - p)',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: true,
  questionTypes: ['binary'],
  source: 'Good 1952',
  refuses: needsBinary,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(logScoreOf(discrete.probabilities[1] as number, index === 1));
  },
};
