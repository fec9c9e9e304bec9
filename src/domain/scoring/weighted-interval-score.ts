/**
 * Weighted interval score of quantiles at levels that are symmetric about one half, in the unit of y:
 * [½|y - m| + Σ (α_k/2) IS_{α_k}] / (K + ½), or over K where there is no median; equal to the mean of
 * 2ρ over the levels. It splits into width, and what lies below and above. Bracher et al. 2021.
 */
import type { Distribution } from '../questions/distribution.ts';
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined, undefinedScore } from './scoring-rule.ts';

export interface WeightedIntervalScore {
  readonly wis: number;
  /** Part from the width of the intervals. */
  readonly dispersion: number;
  /** Part from outcomes above the intervals. */
  readonly underprediction: number;
  /** Part from outcomes below the intervals. */
  readonly overprediction: number;
}

/** Levels such as 0.1 and 0.9 are doubles that need not mirror each other to the last bit. */
const LEVEL_TOLERANCE = 1e-9;

export function symmetricLevels(levels: readonly number[]): boolean {
  return levels.every((level, k) => {
    const mirror = levels[levels.length - 1 - k] as number;
    return Math.abs(level + mirror - 1) <= LEVEL_TOLERANCE;
  });
}

/** @param levels rising @param quantiles not falling @returns null where the levels are not symmetric */
export function weightedIntervalScoreOf(
  levels: readonly number[],
  quantiles: readonly number[],
  y: number,
): WeightedIntervalScore | null {
  if (levels.length === 0 || !symmetricLevels(levels)) return null;
  const intervals = Math.floor(levels.length / 2);
  const parts = { dispersion: 0, underprediction: 0, overprediction: 0 };
  for (let k = 0; k < intervals; k += 1) {
    const [lower, upper] = [quantiles[k] as number, quantiles[quantiles.length - 1 - k] as number];
    parts.dispersion += (levels[k] as number) * (upper - lower);
    parts.underprediction += Math.max(y - upper, 0);
    parts.overprediction += Math.max(lower - y, 0);
  }
  if (levels.length % 2 === 1) {
    const median = quantiles[intervals] as number;
    parts.underprediction += Math.max(y - median, 0) / 2;
    parts.overprediction += Math.max(median - y, 0) / 2;
  }
  const divisor = levels.length / 2;
  const dispersion = parts.dispersion / divisor;
  const underprediction = parts.underprediction / divisor;
  const overprediction = parts.overprediction / divisor;
  return { wis: dispersion + underprediction + overprediction, dispersion, underprediction, overprediction };
}

const needsQuantiles = needsForm('quantiles');
const ASYMMETRIC = 'scores quantiles at levels symmetric about one half only';

function refuses(distribution: Distribution): string | null {
  const other = needsQuantiles(distribution);
  if (other !== null || distribution.kind !== 'continuous') return other;
  return distribution.form.kind === 'quantiles' && symmetricLevels(distribution.form.levels)
    ? null
    : ASYMMETRIC;
}

export const weightedIntervalScore = lineRule({
  key: 'wis',
  title: 'Weighted interval score',
  formula: '[½|y - m| + Σ_k (α_k/2) IS_{α_k}(l_k, u_k; y)] / (K + ½)',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Bracher, Ray, Gneiting & Reich 2021',
  refuses,
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'quantiles');
    const score = weightedIntervalScoreOf(form.levels, form.values, y);
    return score === null ? undefinedScore(ASYMMETRIC) : defined(score.wis);
  },
});
