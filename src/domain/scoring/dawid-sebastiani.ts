/**
 * Dawid-Sebastiani score of samples: (y - m)²/v + ln v with their mean m and population variance v.
 * Loss, any number, proper but not strictly: it sees the first two moments only. Dawid & Sebastiani 1999.
 */

import { compensatedMean } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined, undefinedScore } from './scoring-rule.ts';

/** @returns null where the samples do not vary */
export function dawidSebastianiOf(samples: readonly number[], y: number): number | null {
  if (samples.length === 0) return null;
  const mean = compensatedMean(samples);
  const variance = compensatedMean(samples.map((x) => (x - mean) ** 2));
  return variance > 0 ? (y - mean) ** 2 / variance + Math.log(variance) : null;
}

export const dawidSebastiani = lineRule({
  key: 'dawid_sebastiani',
  title: 'Dawid-Sebastiani score',
  formula: '(y - m)²/v + ln v',
  orientation: 'loss',
  range: '-Infinity..Infinity',
  unit: null,
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Dawid & Sebastiani 1999; scoringRules dss_sample',
  refuses: needsForm('samples'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'samples');
    const value = dawidSebastianiOf(form.values, y);
    return value === null ? undefinedScore('the samples do not vary') : defined(value);
  },
});
