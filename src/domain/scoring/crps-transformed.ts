/**
 * CRPS of the forecast after the transform that its question declares: ln x for prices, ln(1 + x) for
 * counts. It rewards being near in ratio instead of in units, and has no unit: scores of different
 * questions can be averaged. A monotone transform leaves the score proper (Bosse et al. 2023).
 *
 * Under ln x a score does not depend on the unit of the numbers; under ln(1 + x) it does, as far as
 * they are small.
 */

import type { Distribution, Transform } from '../questions/distribution.ts';
import { lineRule } from './continuous-only.ts';
import { needsDistribution } from './crps.ts';
import { crpsOnLogAxis } from './crps-on-log-axis.ts';
import type { LogAxis } from './log-axis.ts';
import { undefinedScore } from './scoring-rule.ts';

const AXES: Readonly<Record<Transform, LogAxis>> = {
  log: { zero: 0, shift: 0, cutAtZero: false },
  log1p: { zero: 0, shift: 1, cutAtZero: false },
};

function transformOf(distribution: Distribution): Transform | null {
  return distribution.kind === 'continuous' ? distribution.transform : null;
}

export const crpsTransformed = lineRule({
  key: 'crps_transformed',
  title: 'CRPS after the transform of the question',
  formula: '∫ (F(x) - 1{x >= y})² dx/x for log, dx/(1+x) for log1p',
  orientation: 'loss',
  range: '0..Infinity',
  unit: null,
  proper: 'strict',
  local: false,
  questionTypes: ['numeric'],
  source: 'Bosse et al. 2023 (PLoS Comput. Biol. 19(8) e1011393)',
  refuses: (distribution) =>
    needsDistribution(distribution) ??
    (transformOf(distribution) === null ? 'needs a question that declares a transform' : null),
  score: (distribution, observation) => {
    const transform = transformOf(distribution);
    if (transform === null) return undefinedScore('the question declares no transform');
    return crpsOnLogAxis(distribution, observation, AXES[transform]);
  },
});
