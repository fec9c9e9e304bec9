/**
 * Ranked logarithmic score over K options in their order: the sum over the cuts of the scale of the
 * logarithmic score of "up to the cut", -Σ_{k<K} ln|1 - O_k - P_k|, in nats, 0..Infinity, loss.
 */
import { logScoreOf } from './log-score.ts';
import { needsScale, orderedParts } from './ordered-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** Nats. @param probabilities by option, in order, @param index of the option that happened */
export function rankedLogScore(probabilities: readonly number[], index: number): number {
  // Summed from the side that is not the outcome's, so that no small probability is lost in 1 - (1 - p).
  let sum = 0;
  let below = 0;
  for (let cut = 0; cut < index; cut += 1) {
    below += probabilities[cut] as number;
    sum += logScoreOf(Math.min(1, below), false);
  }
  let above = 0;
  for (let cut = probabilities.length - 1; cut > index; cut -= 1) {
    above += probabilities[cut] as number;
    sum += logScoreOf(Math.min(1, above), false);
  }
  return sum;
}

export const rankedLog: ScoringRule = {
  key: 'ranked_log',
  title: 'Ranked logarithmic score',
  formula: '-Σ_{k<K} ln|1 - O_k - P_k|',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: false,
  questionTypes: ['multipleChoice'],
  source: 'Gneiting & Raftery 2007; scoringrules rls_score',
  refuses: needsScale,
  score: (distribution, observation) => {
    const { probabilities, index } = orderedParts(distribution, observation);
    return defined(rankedLogScore(probabilities, index));
  },
};
