/** The scores of some forecasts under one rule: what cells, leaderboards and comparisons stand on. */
import type { Distribution } from '../../../questions/distribution.ts';
import { spanOfEdges } from '../../../scoring/crps-option-edges.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { ScoredForecast } from './counting.ts';

export interface ScoredRow {
  readonly item: ScoredForecast;
  /** Its place among the items. */
  readonly at: number;
  readonly weight: number;
  readonly value: number;
}

export interface ScoredRows {
  readonly rows: readonly ScoredRow[];
  /** Why scores are undefined, and how many. */
  readonly undefinedScores: { reason: string; count: number }[];
}

/** @param items that the rule applies to, with a weight each */
export function scoreRows(
  items: readonly ScoredForecast[],
  weights: readonly number[],
  rule: ScoringRule,
): ScoredRows {
  const rows: ScoredRow[] = [];
  const reasons = new Map<string, number>();
  items.forEach((item, at) => {
    const { value, reason } = rule.score(item.distribution, item.observation);
    if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else rows.push({ item, at, weight: weights[at] as number, value: comparableValue(value, item, rule) });
  });
  const undefinedScores = [...reasons]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => ({ reason, count }));
  return { rows, undefinedScores };
}

/** Length of the axis of a question, where it declares one. */
function spanOf(distribution: Distribution): number | null {
  if (distribution.kind === 'discrete')
    return distribution.edges === null ? null : spanOfEdges(distribution.edges);
  return distribution.range === null ? null : distribution.range.max - distribution.range.min;
}

/** Powers of the span of a question that take its unit out of a score. */
const POWERS: ReadonlyMap<string | null, number> = new Map([
  ['outcome', 1],
  ['outcome squared', 2],
]);

/** A score in the unit of its question, as a share of the question's span where it has one, or of its square. */
export function comparableValue(
  value: number,
  { distribution }: Pick<ScoredForecast, 'distribution'>,
  rule: ScoringRule,
): number {
  const power = POWERS.get(rule.unit);
  const span = power === undefined ? null : spanOf(distribution);
  return span === null || power === undefined ? value : value / span ** power;
}

/** Why scores of these questions have no mean in common; null where they do. */
export function incomparable(items: readonly ScoredForecast[], rule: ScoringRule): string | null {
  const without = items.filter(({ distribution }) => isWithoutRange(distribution)).length;
  return incomparableReason(rule, without, items.length);
}

/** The same from how many there are, and how many of questions without a range. */
export function incomparableReason(rule: ScoringRule, without: number, all: number): string | null {
  return POWERS.has(rule.unit) ? withoutRange(without, all) : null;
}

export function isWithoutRange(distribution: Distribution): boolean {
  return spanOf(distribution) === null;
}

/** Why there is no mean where some questions have no range; null where all have one. */
function withoutRange(without: number, all: number): string | null {
  if (without === 0) return null;
  return `${without} of ${all} questions have no range, so scores in their own units are not averaged; compare the skill.`;
}

export function inReading(items: readonly ScoredForecast[], reading: 'strict' | 'lenient'): ScoredForecast[] {
  return items.filter(({ forecast }) => {
    const own = forecast.question.facts.reading;
    return own === reading || own === 'plain';
  });
}
