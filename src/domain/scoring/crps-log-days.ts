/**
 * CRPS of a date in the logarithm of the days from the day on which it was forecast: ln(1 + d), so that
 * 3 days instead of 6 are far apart, and 1003 instead of 1006 are not. What lies before that day counts
 * as on it. It has no unit: scores of different questions can be averaged.
 *
 * The same error costs less the longer the lead: compare forecasts of like horizons.
 */

import type { Distribution } from '../questions/distribution.ts';
import { lineRule } from './continuous-only.ts';
import { needsDistribution } from './crps.ts';
import { crpsOnLogAxis } from './crps-on-log-axis.ts';
import { undefinedScore } from './scoring-rule.ts';

function madeOn(distribution: Distribution): number | null {
  return distribution.kind === 'continuous' ? distribution.madeOn : null;
}

export const crpsLogDays = lineRule({
  key: 'crps_log_days',
  title: 'CRPS in the logarithm of the days from the forecast',
  formula: '∫ (F - 1{d >= y})² dd/(1+d) over the days d >= 0 from the day it was made',
  orientation: 'loss',
  range: '0..Infinity',
  unit: null,
  proper: 'proper',
  local: false,
  questionTypes: ['date'],
  source: 'Matheson & Winkler 1976, transformed as in Bosse et al. 2023',
  refuses: (distribution) =>
    needsDistribution(distribution) ??
    (madeOn(distribution) === null ? 'needs the time at which a date was forecast (madeAt)' : null),
  score: (distribution, observation) => {
    const zero = madeOn(distribution);
    if (zero === null) return undefinedScore('the time at which it was forecast (madeAt) is not known');
    return crpsOnLogAxis(distribution, observation, { zero, shift: 1, cutAtZero: true });
  },
});
