/**
 * CRPS of a cdf given at points and linear between them, over the span of the points: exactly
 * ∫ (F(x) - 1{x >= y})² dx from the first to the last, an outcome outside moved to the nearer end
 * (the threshold-weighted CRPS of Gneiting & Ranjan 2011). In the unit of y.
 *
 * It compares forecasters who share the points. `crps` also counts the way from the points to y,
 * without which points that do not reach the outcome would hardly cost anything.
 */
import { compensatedSum } from './compensated-sum.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined } from './scoring-rule.ts';

/** ∫ (F - c)² over a width on which F is linear from f0 to f1. */
function segment(width: number, f0: number, f1: number, c: number): number {
  const [a, b] = [f0 - c, f1 - c];
  return (width * (a * a + a * b + b * b)) / 3;
}

/** @param x rising @param cdf F at each x, not falling, 0..1 */
export function crpsCdfPointsOf(x: readonly number[], cdf: readonly number[], y: number): number {
  const terms: number[] = [];
  for (let k = 1; k < x.length; k += 1) {
    const [x0, x1] = [x[k - 1] as number, x[k] as number];
    const [f0, f1] = [cdf[k - 1] as number, cdf[k] as number];
    const at = Math.min(Math.max(y, x0), x1);
    const fy = f0 + ((f1 - f0) * (at - x0)) / (x1 - x0);
    terms.push(segment(at - x0, f0, fy, 0), segment(x1 - at, fy, f1, 1));
  }
  return compensatedSum(terms);
}

/** F(y) between the points; beyond them that of the nearest. */
export function interpolateCdf(
  {
    values,
    probabilities,
  }: { readonly values: readonly number[]; readonly probabilities: readonly number[] },
  y: number,
): number {
  const after = values.findIndex((value) => value >= y);
  if (after <= 0) return probabilities.at(after) as number;
  const [x0, x1] = [values[after - 1] as number, values[after] as number];
  const [f0, f1] = [probabilities[after - 1] as number, probabilities[after] as number];
  return f0 + ((f1 - f0) * (y - x0)) / (x1 - x0);
}

export const crpsCdfPoints = lineRule({
  key: 'crps_cdf_points',
  title: 'CRPS over the span of the points of a cdf',
  formula: '∫_{x_0}^{x_n} (F(x) - 1{x >= y})² dx, F linear between its points, y moved to [x_0, x_n]',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Matheson & Winkler 1976; threshold-weighted, Gneiting & Ranjan 2011',
  refuses: needsForm('cdf'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'cdf');
    return defined(crpsCdfPointsOf(form.values, form.probabilities, y));
  },
});
