/** Scores by their keys. */
import type { ScoreRow } from '../../../domain/forecasts/score-row.ts';
import { Prisma } from '../generated/client.ts';
import { toScoreValue } from './items.ts';

export type ScoreRowRead = Omit<ScoreRow, 'value' | 'seq'> & {
  readonly value: number | null;
  readonly seq: bigint | number;
};

/** @param keys forecast, rule and resolution, with blanks between */
export function selectScores(keys: readonly string[]): Prisma.Sql {
  const parts = keys.map((key) => key.split(' '));
  return Prisma.sql`
    SELECT c.forecast_id AS "forecastId", f.question_id AS "questionId", f.forecaster_id AS "forecasterId", c.rule, c.value, c.reason,
      c.resolution_id AS "resolutionId", c.seq
    FROM unnest(${parts.map(([id]) => id)}::uuid[], ${parts.map(([, rule]) => rule)}::text[], ${parts.map(([, , id]) => id)}::uuid[]) AS k(forecast_id, rule, resolution_id)
    JOIN scores c ON c.forecast_id = k.forecast_id AND c.rule = k.rule AND c.resolution_id = k.resolution_id
    JOIN forecasts f ON f.id = c.forecast_id`;
}

export function toScore(row: ScoreRowRead): ScoreRow {
  return { ...row, value: toScoreValue(row.value), seq: Number(row.seq) };
}
