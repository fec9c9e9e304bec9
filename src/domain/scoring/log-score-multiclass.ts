/** Logarithmic score over K options: -ln of the probability of what happened, in nats. Good 1952. */
import { needsChoice, probabilityOfOutcome } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

export const logScoreMulticlass: ScoringRule = {
  key: 'log_score_multiclass',
  title: 'Logarithmic score over options',
  formula: '-ln p_k*',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: true,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Good 1952',
  refuses: needsChoice,
  score: (distribution, observation) =>
    defined(-Math.log(probabilityOfOutcome(distribution, observation)) + 0),
};
