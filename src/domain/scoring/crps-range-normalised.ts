/** CRPS as a share of the question's range, so that questions of different units can be averaged. No unit, loss. */

import type { Distribution } from '../questions/distribution.ts';
import { lineRule } from './continuous-only.ts';
import { crpsOf, needsDistribution } from './crps.ts';
import { defined } from './scoring-rule.ts';

function rangeOf(distribution: Distribution): number | null {
  if (distribution.kind !== 'continuous' || distribution.range === null) return null;
  return distribution.range.max - distribution.range.min;
}

export const crpsRangeNormalised = lineRule({
  key: 'crps_range_normalised',
  title: 'CRPS as a share of the range of the question',
  formula: 'crps / (max - min)',
  orientation: 'loss',
  range: '0..Infinity',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['numeric'],
  source: 'Matheson & Winkler 1976, divided by the range',
  refuses: (distribution) =>
    needsDistribution(distribution) ??
    (rangeOf(distribution) === null ? 'needs a question with a range' : null),
  score: (distribution, observation) => {
    const range = rangeOf(distribution);
    if (range === null) throw new TypeError('this rule scores questions with a range only');
    const score = crpsOf(distribution, observation);
    return score.value === null ? score : defined(score.value / range);
  },
});
