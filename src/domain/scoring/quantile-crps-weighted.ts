/**
 * CRPS from quantiles at any levels: Σ w_k 2ρ_k, where the weight of a level is half the gap to its
 * neighbours and the outermost ones reach to 0 and 1 (the trapezoid rule for ∫ 2ρ_τ dτ). The weights
 * do not depend on the values, so that it is proper for the quantiles.
 *
 * The levels are the forecaster's choice: scores at different levels estimate the same CRPS, but a few
 * extreme levels estimate it badly. `crps` asks that the levels enclose the median.
 */
import { compensatedSum } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { pinball } from './pinball.ts';
import { defined } from './scoring-rule.ts';

/** Weights of rising levels; they sum to 1. */
export function levelWeights(levels: readonly number[]): number[] {
  const middle = (k: number): number => ((levels[k] as number) + (levels[k + 1] as number)) / 2;
  return levels.map((_, k) => {
    const from = k === 0 ? 0 : middle(k - 1);
    const to = k === levels.length - 1 ? 1 : middle(k);
    return to - from;
  });
}

/** @param levels rising, in (0, 1) @param quantiles not falling @returns in the unit of y */
export function quantileCrpsWeightedOf(
  levels: readonly number[],
  quantiles: readonly number[],
  y: number,
): number {
  const weights = levelWeights(levels);
  return compensatedSum(
    levels.map((level, k) => (weights[k] as number) * 2 * pinball(quantiles[k] as number, level, y)),
  );
}

export const quantileCrpsWeighted = lineRule({
  key: 'quantile_crps_weighted',
  title: 'CRPS from quantiles, levels weighted by their gaps',
  formula: 'Σ_k w_k 2 (1{y < q_k} - τ_k)(q_k - y), w_k half the gap to the neighbouring levels',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Trapezoid rule for the quantile form of the CRPS (Gneiting & Ranjan 2011)',
  refuses: needsForm('quantiles'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'quantiles');
    return defined(quantileCrpsWeightedOf(form.levels, form.values, y));
  },
});
