/** Logarithmic score of a named distribution over whole numbers: -ln of the mass at y, in nats, 0..Infinity. */
import { logScoreOfFamily, needsFamilyOf } from './log-score-density.ts';
import type { ScoringRule } from './scoring-rule.ts';

export const logScoreMass: ScoringRule = {
  key: 'log_score_mass',
  title: 'Logarithmic score of a count',
  formula: '-ln P(Y = y)',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: true,
  questionTypes: ['numeric'],
  source: 'Good 1952; scoringRules logs_pois, logs_nbinom, logs_binom',
  refuses: needsFamilyOf(true),
  score: logScoreOfFamily,
};
