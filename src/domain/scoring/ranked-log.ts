/**
 * Ranked logarithmic score over K options in their order: the sum over the cuts of the scale of the
 * logarithmic score of "up to the cut", -Σ_{k<K} ln|1 - O_k - P_k|, in nats, 0..Infinity, loss.
 */
import { logScoreOf } from './log-score.ts';
import { needsScale, orderedParts } from './ordered-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** Nats. @param probabilities by option, in order, @param index of the option that happened */
export function rankedLogScore(probabilities: readonly number[], index: number): number {
  const [upTo, beyond] = [runningSums(probabilities), runningSums(probabilities.toReversed()).reverse()];
  let sum = 0;
  for (let cut = 0; cut < probabilities.length - 1; cut += 1) {
    const [low, high] = [upTo[cut] as number, beyond[cut + 1] as number];
    sum += index <= cut ? sideScore(low, high) : sideScore(high, low);
  }
  return sum;
}

/** Read from the smaller side: neither a small probability is lost in 1 - (1 - p), nor is 0 rounded to something. */
function sideScore(happened: number, other: number): number {
  return happened < 0.5 ? logScoreOf(happened, true) : logScoreOf(Math.min(1, other), false);
}

function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
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
