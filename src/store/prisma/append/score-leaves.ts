/** The scores of one transaction under one resolution as they enter the chain: sorted, values as text. */
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';

interface ScoreLeaf {
  readonly forecastId: string;
  readonly rule: string;
  readonly value: number | null;
  readonly reason: string | null;
}

export function scoreLeaves(rows: readonly ScoreLeaf[]): JsonValue {
  const place = (row: ScoreLeaf): string => `${row.forecastId} ${row.rule}`;
  return [...rows]
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(({ forecastId, rule, value, reason }) => [
      forecastId,
      rule,
      value === null ? null : String(value),
      reason,
    ]);
}
