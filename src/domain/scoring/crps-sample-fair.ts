/**
 * Fair CRPS of samples that were drawn at random from a distribution: mean |x - y| less the sum of
 * |x_i - x_j| over all pairs in both orders by 2m(m-1). It is what the distribution would score in the
 * mean over draws, and may be negative. Two samples far apart on either side of y score 0, so that it
 * must not rank forecasters who choose their samples. Ferro 2014.
 */
import { compensatedMean, compensatedSum } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined, undefinedScore } from './scoring-rule.ts';

/** @returns in the unit of y; null for fewer than two samples */
export function crpsSampleFairOf(samples: readonly number[], y: number): number | null {
  const m = samples.length;
  if (m < 2) return null;
  const rising = [...samples].sort((a, b) => a - b);
  const spread = compensatedSum(rising.map((x, i) => (2 * i + 1 - m) * x));
  return compensatedMean(rising.map((x) => Math.abs(x - y))) - spread / (m * (m - 1));
}

export const crpsSampleFair = lineRule({
  key: 'crps_sample_fair',
  title: 'Fair CRPS of samples drawn at random',
  formula:
    'E|X - y| - ½ Σ_{i≠j} |x_i - x_j| / (m (m - 1)); for samples drawn at random from the forecast, and never a default: whoever chooses the samples can gain by it',
  orientation: 'loss',
  range: '-Infinity..Infinity',
  unit: 'outcome',
  proper: 'no',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Ferro 2014; SpecsVerification FairCrps',
  refuses: needsForm('samples'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'samples');
    const value = crpsSampleFairOf(form.values, y);
    return value === null ? undefinedScore('needs two samples') : defined(value);
  },
});
