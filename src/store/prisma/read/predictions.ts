/** The flat view, hydrated in one statement: joining in SQL spares six round trips a page. */
import type { Prediction as PredictionRow } from '../../../domain/forecasts/prediction-view.ts';
import type { Transform } from '../../../domain/questions/distribution.ts';
import { questionStatus } from '../../../domain/questions/lifecycle.ts';
import type { Outcome, Prediction } from '../../../domain/questions/prediction-fields.ts';
import { oneLineSummary } from '../../../domain/questions/registry.ts';
import type { Instant } from '../../../domain/time.ts';
import { Prisma } from '../generated/client.ts';
import { recordTables } from '../snapshot/record-tables.ts';
import type { Database } from '../transaction.ts';
import { changedSince } from './changed-since.ts';
import { iso, isoOrNull, toScoreValue } from './items.ts';

interface Row {
  head: bigint;
  forecastId: string;
  questionId: string;
  statementId: string | null;
  forecasterId: string;
  forecaster: string;
  source: string | null;
  saidAt: Date | null;
  madeAt: Date;
  recordedAt: Date;
  statement: string | null;
  question: string;
  type: PredictionRow['type'];
  reading: PredictionRow['reading'];
  basis: PredictionRow['basis'];
  hedge: string | null;
  prediction: Prediction;
  probability: number | null;
  lower: number | null;
  upper: number | null;
  unit: string | null;
  optionEdges: (number | null)[] | null;
  transform: Transform | null;
  milestones: string[] | null;
  options: { id: string; label: string }[] | null;
  ordered: boolean;
  rangeMin: number | null;
  rangeMax: number | null;
  timezone: string;
  opensAt: Date | null;
  closesAt: Date | null;
  resolvesBy: string | null;
  outcome: Outcome | null;
  knownAt: string | null;
  knownAtInstant: Date | null;
  brier: number | null;
  logScore: number | null;
  topics: string[];
  entities: string[];
}

/** A state of the record: after the event `seq`, with the statuses of the time `at`. */
export interface RecordMoment {
  readonly seq: number;
  readonly at: Instant;
}

/**
 * Rows of the flat view.
 * @param page the state that they are read from, so that all pages of a walk are of one; else what stands now
 */
export async function readPredictions(
  database: Database,
  ids: readonly string[],
  now: Instant,
  page?: RecordMoment,
): Promise<PredictionRow[]> {
  const rows = await readRows(database, ids, Prisma.empty);
  const moved = page !== undefined && Number(rows[0]?.head ?? page.seq) !== page.seq;
  if (!moved || !(await changedSince(database, page.seq, [])))
    return rows.map((row) => toPrediction(row, page?.at ?? now));
  return (await readRows(database, ids, recordTables(page.seq))).map((row) => toPrediction(row, page.at));
}

function readRows(database: Database, ids: readonly string[], tables: Prisma.Sql): Promise<Row[]> {
  return database.$queryRaw<Row[]>`
    ${tables} SELECT (SELECT seq FROM audit_head WHERE id = 1) AS head, f.id AS "forecastId", f.question_id AS "questionId", s.id AS "statementId", coalesce(m.id, p.id) AS "forecasterId",
      coalesce(m.name, p.name) AS forecaster, o.title AS source, s.said_at AS "saidAt", f.made_at AS "madeAt", f.recorded_at AS "recordedAt",
      s.text AS statement, q.title AS question, q.type, q.reading, f.basis, h.phrase AS hedge, f.prediction, f.probability, f.lower, f.upper,
      q.unit, q.options, q.ordered, q.option_edges AS "optionEdges", q.transform, q.milestones, q.range_min AS "rangeMin", q.range_max AS "rangeMax", q.timezone,
      q.opens_at_instant AS "opensAt", q.closes_at_instant AS "closesAt", q.resolves_by AS "resolvesBy",
      r.outcome, r.known_at AS "knownAt", CASE WHEN r.state = 'value' THEN r.known_at_instant END AS "knownAtInstant",
      (SELECT value FROM scores c WHERE c.forecast_id = f.id AND c.resolution_id = r.id AND c.rule = 'brier') AS brier,
      (SELECT value FROM scores c WHERE c.forecast_id = f.id AND c.resolution_id = r.id AND c.rule = 'log_score') AS "logScore",
      ARRAY(SELECT DISTINCT coalesce(tm.name, t.name) FROM topics t LEFT JOIN topics tm ON tm.id = t.merged_into_id
        WHERE t.id IN (SELECT topic_id FROM question_topics WHERE question_id = q.id UNION SELECT topic_id FROM statement_topics WHERE statement_id = s.id)
        ORDER BY 1) AS topics,
      ARRAY(SELECT DISTINCT coalesce(em.name, e.name) FROM entities e LEFT JOIN entities em ON em.id = e.merged_into_id
        WHERE e.id IN (SELECT entity_id FROM question_entities WHERE question_id = q.id UNION SELECT entity_id FROM statement_entities WHERE statement_id = s.id)
        ORDER BY 1) AS entities
    FROM forecasts f
    JOIN questions q ON q.id = f.question_id
    JOIN forecasters p ON p.id = f.forecaster_id
    LEFT JOIN forecasters m ON m.id = p.merged_into_id
    LEFT JOIN statements s ON s.id = coalesce(f.statement_id, q.statement_id)
    LEFT JOIN sources o ON o.id = s.source_id
    LEFT JOIN hedges h ON h.statement_id = s.id
    LEFT JOIN resolutions r ON r.id = q.current_resolution_id
    WHERE f.id = ANY(${ids}::uuid[])`;
}

function toPrediction(row: Row, now: Instant): PredictionRow {
  const window = { opensAt: isoOrNull(row.opensAt), closesAt: isoOrNull(row.closesAt) };
  const range =
    row.rangeMin === null || row.rangeMax === null ? null : { min: row.rangeMin, max: row.rangeMax };
  const definition = {
    type: row.type,
    options: row.options,
    ordered: row.ordered,
    optionEdges: row.optionEdges,
    unit: row.unit,
    range,
    transform: row.transform,
    milestones: row.milestones,
    resolvesBy: row.resolvesBy,
    timezone: row.timezone,
  };
  return {
    forecastId: row.forecastId,
    questionId: row.questionId,
    statementId: row.statementId,
    forecasterId: row.forecasterId,
    forecaster: row.forecaster,
    source: row.source,
    saidAt: isoOrNull(row.saidAt),
    madeAt: iso(row.madeAt),
    statement: row.statement,
    question: row.question,
    type: row.type,
    reading: row.reading,
    basis: row.basis,
    hedge: row.hedge,
    probability: row.probability,
    probabilityLow: row.lower,
    probabilityHigh: row.upper,
    summary: oneLineSummary(definition, row.prediction),
    resolvesBy: row.resolvesBy,
    status: questionStatus(window, row.outcome, now),
    outcome: row.outcome,
    knownAt: row.knownAt,
    brier: toScoreValue(row.brier),
    logScore: toScoreValue(row.logScore),
    topics: row.topics,
    entities: row.entities,
    capturedAfterOutcome: row.knownAtInstant !== null && row.recordedAt > row.knownAtInstant,
    links: {
      forecast: `/v1/forecasts/${row.forecastId}`,
      question: `/v1/questions/${row.questionId}`,
      statement: row.statementId === null ? null : `/v1/statements/${row.statementId}`,
      resolve: `/v1/questions/${row.questionId}/resolutions`,
    },
  };
}
