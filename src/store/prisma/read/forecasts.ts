/**
 * Forecasts hydrated in one statement: they are the rows that are read most. Against Prisma's models
 * and a second query for retractions a list of 50 went from 0.15 to 0.19 of the bare server's rate (bench/http.ts).
 */
import type { Forecast } from '../../../domain/forecasts/forecast.ts';
import { ignoredReason } from '../../../domain/questions/lifecycle.ts';
import type { Prediction } from '../../../domain/questions/prediction-fields.ts';
import { impliedByMilestones } from '../../../domain/scoring/implied-by-milestones.ts';
import { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';
import { iso, isoOrNull, toScoreValue } from './items.ts';
import { groundOfForecastStands } from './what-stands.ts';

export interface ForecastRow {
  id: string;
  seq: bigint | number;
  recordedAt: Date;
  recordedBy: string;
  recordSha256: string;
  questionId: string;
  forecasterId: string;
  madeAt: Date;
  prediction: Prediction;
  milestones: string[] | null;
  basis: Forecast['basis'];
  statementId: string | null;
  note: string | null;
  revision: number;
  supersedesId: string | null;
  supersededById: string | null;
  reason: string | null;
  withdrawnAt: Date | null;
  closesAt: Date | null;
  resolutionId: string | null;
  outcomeKnownAt: Date | null;
  rules: string[] | null;
  values: (number | null)[] | null;
  reasons: (string | null)[] | null;
  retractedBecause: string | null;
  retractedAt: Date | null;
  /** Whether what it rests on stands. */
  groundStands: boolean;
  redactedFields: string[] | null;
  redactedBecause: string | null;
  redactedAt: Date | null;
}

export async function readForecasts(database: Database, ids: readonly string[]): Promise<Forecast[]> {
  return (await database.$queryRaw<ForecastRow[]>(selectForecasts(ids))).map(toForecast);
}

/** The rows of these forecasts, to be read by `toForecast`. */
export function selectForecasts(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT f.id, f.seq, f.recorded_at AS "recordedAt", f.recorded_by AS "recordedBy", f.record_sha256 AS "recordSha256",
      f.question_id AS "questionId", f.forecaster_id AS "forecasterId", f.made_at AS "madeAt", f.prediction, q.milestones, f.basis,
      f.statement_id AS "statementId", f.note, f.revision, f.supersedes_id AS "supersedesId", n.id AS "supersededById", f.reason,
      w.withdrawn_at AS "withdrawnAt", q.closes_at_instant AS "closesAt", r.id AS "resolutionId",
      CASE WHEN r.state = 'value' THEN r.known_at_instant END AS "outcomeKnownAt",
      c.rules, c.values, c.reasons, x.reason AS "retractedBecause", x.recorded_at AS "retractedAt",
      ${groundOfForecastStands} AS "groundStands",
      d.fields AS "redactedFields", d.reason AS "redactedBecause", d.recorded_at AS "redactedAt"
    FROM forecasts f
    JOIN questions q ON q.id = f.question_id
    LEFT JOIN resolutions r ON r.id = q.current_resolution_id
    LEFT JOIN forecasts n ON n.supersedes_id = f.id
    LEFT JOIN withdrawals w ON w.forecast_id = f.id
    LEFT JOIN retractions x ON x.subject_type = 'forecast' AND x.subject_id = f.id
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT field ORDER BY field) AS fields, (array_agg(reason ORDER BY seq DESC))[1] AS reason, max(recorded_at) AS recorded_at
      FROM public.redactions, unnest(fields) AS field WHERE subject_id = f.id) AS d ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(s.rule ORDER BY s.rule) AS rules, array_agg(s.value ORDER BY s.rule) AS values, array_agg(s.reason ORDER BY s.rule) AS reasons
      FROM scores s WHERE s.forecast_id = f.id AND s.resolution_id = r.id) AS c ON true
    WHERE f.id = ANY(${ids}::uuid[])`;
}

export function toForecast(row: ForecastRow): Forecast {
  const knownAt = isoOrNull(row.outcomeKnownAt);
  const madeAt = iso(row.madeAt);
  const recordedAt = iso(row.recordedAt);
  const retracted = row.retractedAt !== null || !row.groundStands;
  const facts = { madeAt, superseded: row.supersededById !== null, retracted };
  const reason = ignoredReason(facts, isoOrNull(row.closesAt), knownAt);
  return {
    id: row.id,
    seq: Number(row.seq),
    recordedAt,
    recordedBy: row.recordedBy,
    recordSha256: row.recordSha256,
    questionId: row.questionId,
    forecasterId: row.forecasterId,
    madeAt,
    prediction: row.prediction,
    impliedByMilestones: row.milestones === null ? null : impliedByMilestones(row.milestones, row.prediction),
    basis: row.basis,
    statementId: row.statementId,
    note: row.note,
    revision: row.revision,
    supersedesId: row.supersedesId,
    supersededById: row.supersededById,
    reason: row.reason,
    withdrawnAt: isoOrNull(row.withdrawnAt),
    capturedAfterOutcome: knownAt !== null && recordedAt > knownAt,
    ignored: reason === null ? null : { reason },
    scores: reason === null ? scoresOf(row) : [],
    retraction:
      row.retractedAt === null
        ? null
        : { reason: row.retractedBecause ?? '', recordedAt: iso(row.retractedAt) },
    redaction:
      row.redactedAt === null
        ? null
        : {
            fields: row.redactedFields ?? [],
            reason: row.redactedBecause ?? '',
            recordedAt: iso(row.redactedAt),
          },
  };
}

function scoresOf({ rules, values, reasons, resolutionId }: ForecastRow): Forecast['scores'] {
  if (rules === null || resolutionId === null) return [];
  return rules.map((rule, index) => ({
    rule,
    value: toScoreValue(values?.[index] ?? null),
    reason: reasons?.[index] ?? null,
    resolutionId,
  }));
}
