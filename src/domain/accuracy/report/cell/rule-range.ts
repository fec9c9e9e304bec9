/** What a mean can be under a rule: an interval that reaches beyond says more than there is to say. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { IntervalEstimate } from '../../intervals/interval.ts';
import { type Measure, mapMeasure } from '../../measure.ts';

export type Range = readonly [number, number];

/** Of 1 - S/S_ref, which is at most 1 where losses are never negative. */
export function skillRangeOf([low]: Range): Range {
  return [Number.NEGATIVE_INFINITY, low >= 0 ? 1 : Number.POSITIVE_INFINITY];
}

/**
 * Why a ratio of two mean scores says nothing; null where it says something. Another unit of the outcome
 * moves the logarithm of a density by a constant, so that there is no zero to measure a ratio from.
 */
export function withoutRatio({ range, unit }: Pick<ScoringRule, 'range' | 'unit'>): string | null {
  return rangeOf({ range })[0] < 0 && unit !== 'outcome' ? NO_ZERO : null;
}

const NO_ZERO =
  'This rule has no zero to measure a ratio from: it depends on the unit of the outcome. Compare the difference.';

/** Ends of a rule's range; one that depends on the question (`K-1`) is open. */
export function rangeOf({ range }: Pick<ScoringRule, 'range'>): Range {
  const [lower = '', upper = ''] = range.split('..');
  const [low, high] = [Number(lower), Number(upper)];
  return [
    Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low,
    Number.isNaN(high) ? Number.POSITIVE_INFINITY : high,
  ];
}

/** The worst score that a forecast can get; null where it depends on the question. */
export function worstOf({ range, orientation }: Pick<ScoringRule, 'range' | 'orientation'>): number | null {
  const worst = Number(range.split('..')[orientation === 'loss' ? 1 : 0]);
  return Number.isNaN(worst) ? null : worst;
}

/** The estimate with bounds no further than the range. */
export function cutTo([low, high]: Range, measure: Measure<IntervalEstimate>): Measure<IntervalEstimate> {
  const cut = (bound: number | null) => (bound === null ? null : Math.min(Math.max(bound, low), high));
  return mapMeasure(measure, (interval) => ({
    ...interval,
    lower: cut(interval.lower),
    upper: cut(interval.upper),
  }));
}
