/**
 * What was written between two audit numbers, for a copy of the record that is kept up to date. Rows are
 * never changed and audit numbers have no gaps, so a range of them is exactly what a copy lacks.
 */
import type {
  ChangedEntry,
  NewForecast,
  NewRetraction,
  NewWithdrawal,
  RecordChanges,
} from '../../../domain/accuracy/record/record-changes.ts';
import {
  type ResolutionEntry,
  type VerdictEntry,
  withDeclarations,
} from '../../../domain/accuracy/record/report-record.ts';
import type { EditableContents } from '../../unit.ts';
import type { Database } from '../transaction.ts';
import { iso, isoOrNull } from './items.ts';
import { lexiconsBetween, recordedAtOf, standingMerges } from './record-as-of.ts';

interface Range {
  readonly after: number;
  readonly upTo: number;
}

/** Null where texts of before were taken out: then the copy holds what it may not. */
export async function readRecordChanges(
  database: Database,
  after: number,
  upTo: number,
): Promise<RecordChanges | null> {
  const range = { after, upTo };
  const written = await writtenTypes(database, range);
  if (written.has('redaction') || written.has('restatement')) return null;
  // A write is of few kinds: asking for all of them took 40 ms after each.
  const where = async <Row>(types: readonly string[], read: () => Promise<Row[]>): Promise<Row[]> =>
    types.some((type) => written.has(type)) ? read() : [];
  const [recordedAt, versions, forecasts, withdrawals, retractions, resolutions, verdicts, lexicons] =
    await Promise.all([
      recordedAtOf(database, upTo),
      where(['source', 'forecaster', 'statement', 'question'], () => changedVersions(database, range)),
      where(['forecast'], () => newForecasts(database, range)),
      where(['withdrawal'], () => newWithdrawals(database, range)),
      where(['retraction'], () => newRetractions(database, range)),
      where(['resolution'], () => lastResolutions(database, range)),
      where(['verdict'], () => lastVerdicts(database, range)),
      where(['lexicon'], () => lexiconsBetween(database, range)),
    ]);
  const of = <Type extends keyof EditableContents>(type: Type) =>
    versions.filter((row) => row.type === type) as unknown as ChangedEntry<EditableContents[Type]>[];
  return {
    after,
    seq: upTo,
    recordedAt,
    sources: of('source'),
    forecasters: of('forecaster'),
    statements: of('statement'),
    questions: of('question').map(withDeclarations),
    forecasts,
    withdrawals,
    retractions,
    resolutions,
    verdicts,
    lexicons,
    merges: written.has('merge') ? await standingMerges(database, upTo) : null,
  };
}

/** Kinds of what was written, by the audit trail itself. */
async function writtenTypes(database: Database, { after, upTo }: Range): Promise<ReadonlySet<string>> {
  const rows = await database.$queryRaw<{ type: string }[]>`
    SELECT DISTINCT written ->> 'type' AS type
    FROM audit_events, jsonb_array_elements(records) AS written WHERE seq > ${after} AND seq <= ${upTo}`;
  return new Set(rows.map(({ type }) => type));
}

function changedVersions(database: Database, { after, upTo }: Range) {
  return database.$queryRaw<{ type: string; id: string; content: unknown }[]>`
    SELECT DISTINCT ON (subject_type, subject_id) subject_type AS type, subject_id AS id, content
    FROM revisions WHERE subject_type IN ('source', 'forecaster', 'statement', 'question') AND seq > ${after} AND seq <= ${upTo}
    ORDER BY subject_type, subject_id, version DESC`;
}

async function newForecasts(database: Database, { after, upTo }: Range): Promise<NewForecast[]> {
  type Row = Omit<NewForecast, 'madeAt' | 'recordedAt'> & { madeAt: Date; recordedAt: Date };
  const rows = await database.$queryRaw<Row[]>`
    SELECT id, question_id AS "questionId", forecaster_id AS "forecasterId", statement_id AS "statementId", made_at AS "madeAt",
      recorded_at AS "recordedAt", prediction, basis, supersedes_id AS "supersedesId", false AS superseded, false AS retracted,
      NULL AS "withdrawnAt"
    FROM forecasts WHERE seq > ${after} AND seq <= ${upTo}`;
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt), recordedAt: iso(row.recordedAt) }));
}

async function newWithdrawals(database: Database, { after, upTo }: Range): Promise<NewWithdrawal[]> {
  const rows = await database.$queryRaw<{ forecastId: string; questionId: string; withdrawnAt: Date }[]>`
    SELECT w.forecast_id AS "forecastId", f.question_id AS "questionId", w.withdrawn_at AS "withdrawnAt"
    FROM withdrawals w JOIN forecasts f ON f.id = w.forecast_id WHERE w.seq > ${after} AND w.seq <= ${upTo}`;
  return rows.map((row) => ({ ...row, withdrawnAt: iso(row.withdrawnAt) }));
}

function newRetractions(database: Database, { after, upTo }: Range): Promise<NewRetraction[]> {
  return database.$queryRaw<NewRetraction[]>`
    SELECT x.subject_type AS type, x.subject_id AS id, f.question_id AS "questionId"
    FROM retractions x LEFT JOIN forecasts f ON x.subject_type = 'forecast' AND f.id = x.subject_id
    WHERE x.seq > ${after} AND x.seq <= ${upTo}`;
}

async function lastResolutions(database: Database, { after, upTo }: Range): Promise<ResolutionEntry[]> {
  type Row = Omit<ResolutionEntry, 'knownAtInstant'> & { knownAtInstant: Date | null };
  const rows = await database.$queryRaw<Row[]>`
    SELECT DISTINCT ON (question_id) question_id AS "questionId", outcome, state, known_at_instant AS "knownAtInstant"
    FROM resolutions WHERE seq > ${after} AND seq <= ${upTo} ORDER BY question_id, revision DESC`;
  return rows.map((row) => ({ ...row, knownAtInstant: isoOrNull(row.knownAtInstant) }));
}

async function lastVerdicts(database: Database, { after, upTo }: Range): Promise<VerdictEntry[]> {
  type Row = Omit<VerdictEntry, 'knownAtInstant'> & { knownAtInstant: Date | null };
  const rows = await database.$queryRaw<Row[]>`
    SELECT DISTINCT ON (statement_id) statement_id AS "statementId", rating, known_at_instant AS "knownAtInstant"
    FROM verdicts WHERE seq > ${after} AND seq <= ${upTo} ORDER BY statement_id, revision DESC`;
  return rows.map((row) => ({ ...row, knownAtInstant: isoOrNull(row.knownAtInstant) }));
}
