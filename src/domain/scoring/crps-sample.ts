/**
 * CRPS of samples as the forecast itself: E|X - y| - ½ E|X - X'| under their empirical distribution
 * (`edf`), in the unit of y, O(m log m). One sample: the absolute error.
 */
import { compensatedSum } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined } from './scoring-rule.ts';

/**
 * @param weights of the samples, not negative; alike where absent
 * @returns null without samples or weight
 */
export function crpsSampleOf(
  samples: readonly number[],
  y: number,
  weights?: readonly number[],
): number | null {
  const total = compensatedSum(weights ?? samples.map(() => 1));
  if (!(total > 0)) return null;
  const rising = samples
    .map((x, i) => ({ x, share: (weights === undefined ? 1 : (weights[i] as number)) / total }))
    .sort((a, b) => a.x - b.x);
  // In rising order every pair's distance is counted by how much weight lies on either side.
  let below = 0;
  const terms = rising.map(({ x, share }) => {
    const middle = below + share / 2;
    below += share;
    return 2 * share * (x - y) * ((y < x ? 1 : 0) - middle);
  });
  return Math.max(0, compensatedSum(terms));
}

export const crpsSample = lineRule({
  key: 'crps_sample',
  title: 'CRPS of samples that are the forecast (edf)',
  formula: "E|X - y| - ½ E|X - X'| over the samples",
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Gneiting & Raftery 2007; scoringRules crps_sample (edf)',
  refuses: needsForm('samples'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'samples');
    return defined(crpsSampleOf(form.values, y) as number);
  },
});
