/**
 * CRPS from quantiles, all levels weighted alike: the mean of 2ρ_k. For levels that are symmetric about
 * one half it is the weighted interval score (Bracher et al. 2021).
 */
import { compensatedMean } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { pinball } from './pinball.ts';
import { defined } from './scoring-rule.ts';

/** @param levels rising, in (0, 1) @returns in the unit of y */
export function quantileCrpsApproxOf(
  levels: readonly number[],
  quantiles: readonly number[],
  y: number,
): number {
  return compensatedMean(levels.map((level, k) => 2 * pinball(quantiles[k] as number, level, y)));
}

export const quantileCrpsApprox = lineRule({
  key: 'quantile_crps_approx',
  title: 'CRPS from quantiles, levels weighted alike',
  formula: '(1/K) Σ_k 2 (1{y < q_k} - τ_k)(q_k - y)',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Bracher, Ray, Gneiting & Reich 2021, equation 3',
  refuses: needsForm('quantiles'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'quantiles');
    return defined(quantileCrpsApproxOf(form.levels, form.values, y));
  },
});
