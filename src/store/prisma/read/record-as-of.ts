/** The record at one audit number, read from versions and append-only rows alone. */

import type {
  Entry,
  ForecastEntry,
  LexiconFacts,
  ReportRecord,
  ResolutionEntry,
  VerdictEntry,
} from '../../../domain/accuracy/record/report-record.ts';
import { withDeclarations } from '../../../domain/accuracy/record/report-record.ts';
import type { Outcome, Prediction } from '../../../domain/questions/prediction-fields.ts';
import type { Instant } from '../../../domain/time.ts';
import type { EditableContents, EditableType } from '../../unit.ts';
import type { Database } from '../transaction.ts';
import { iso, isoOrNull, lexiconInclude, toLexicon } from './items.ts';

async function versionsAsOf<Type extends EditableType>(
  database: Database,
  type: Type,
  seq: number,
): Promise<Entry<EditableContents[Type]>[]> {
  return database.$queryRaw<Entry<EditableContents[Type]>[]>`
    SELECT DISTINCT ON (v.subject_id) v.subject_id AS id, v.content,
      EXISTS (SELECT 1 FROM retractions x WHERE x.subject_type = ${type} AND x.subject_id = v.subject_id AND x.seq <= ${seq}) AS retracted
    FROM revisions v WHERE v.subject_type = ${type} AND v.seq <= ${seq}
    ORDER BY v.subject_id, v.version DESC`;
}

interface ForecastRow extends Omit<ForecastEntry, 'madeAt' | 'recordedAt' | 'withdrawnAt' | 'prediction'> {
  madeAt: Date;
  recordedAt: Date;
  withdrawnAt: Date | null;
  prediction: Prediction;
}

async function forecastsAsOf(database: Database, seq: number): Promise<ForecastEntry[]> {
  const rows = await database.$queryRaw<ForecastRow[]>`
    SELECT f.id, f.question_id AS "questionId", f.forecaster_id AS "forecasterId", f.statement_id AS "statementId", f.made_at AS "madeAt",
      f.recorded_at AS "recordedAt", f.prediction, f.basis, (n.id IS NOT NULL) AS superseded, (x.id IS NOT NULL) AS retracted,
      w.withdrawn_at AS "withdrawnAt"
    FROM forecasts f
    LEFT JOIN forecasts n ON n.supersedes_id = f.id AND n.seq <= ${seq}
    LEFT JOIN withdrawals w ON w.forecast_id = f.id AND w.seq <= ${seq}
    LEFT JOIN retractions x ON x.subject_type = 'forecast' AND x.subject_id = f.id AND x.seq <= ${seq}
    WHERE f.seq <= ${seq} ORDER BY f.seq, f.id`;
  return rows.map((row) => ({
    ...row,
    madeAt: iso(row.madeAt),
    recordedAt: iso(row.recordedAt),
    withdrawnAt: isoOrNull(row.withdrawnAt),
  }));
}

interface ResolutionRow {
  questionId: string;
  outcome: Outcome;
  state: ResolutionEntry['state'];
  knownAtInstant: Date | null;
}

async function resolutionsAsOf(database: Database, seq: number): Promise<ResolutionEntry[]> {
  const rows = await database.$queryRaw<ResolutionRow[]>`
    SELECT DISTINCT ON (question_id) question_id AS "questionId", outcome, state, known_at_instant AS "knownAtInstant"
    FROM resolutions WHERE seq <= ${seq} ORDER BY question_id, revision DESC`;
  return rows.map((row) => ({ ...row, knownAtInstant: isoOrNull(row.knownAtInstant) }));
}

async function verdictsAsOf(database: Database, seq: number): Promise<VerdictEntry[]> {
  const rows = await database.$queryRaw<
    { statementId: string; rating: string; knownAtInstant: Date | null }[]
  >`
    SELECT DISTINCT ON (statement_id) statement_id AS "statementId", rating, known_at_instant AS "knownAtInstant"
    FROM verdicts WHERE seq <= ${seq} ORDER BY statement_id, revision DESC`;
  return rows.map((row) => ({ ...row, knownAtInstant: isoOrNull(row.knownAtInstant) }));
}

/** Lexicons that were added after one audit number and up to another. */
export async function lexiconsBetween(
  database: Database,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<LexiconFacts[]> {
  const rows = await database.lexicon.findMany({
    where: { seq: { gt: BigInt(after), lte: BigInt(upTo) } },
    include: lexiconInclude,
    orderBy: [{ key: 'asc' }, { version: 'asc' }],
  });
  return rows.map((row) => {
    const { key, version, language, partition, entries } = toLexicon(row);
    return { key, version, language, partition, entries };
  });
}

/** Where each duplicate had got to by then: chains of merges followed to their end. */
async function mergesAsOf(database: Database, type: string, seq: number): Promise<Map<string, string>> {
  const rows = await database.$queryRaw<{ fromId: string; intoId: string }[]>`
    SELECT from_id AS "fromId", into_id AS "intoId" FROM merges WHERE subject_type = ${type} AND seq <= ${seq} ORDER BY seq`;
  const step = new Map(rows.map((row) => [row.fromId, row.intoId]));
  const end = (id: string): string => {
    let at = id;
    for (let next = step.get(at); next !== undefined; next = step.get(at)) at = next;
    return at;
  };
  return new Map(rows.map((row) => [row.fromId, end(row.fromId)]));
}

async function mergedNames(
  database: Database,
  type: 'topic' | 'entity',
  seq: number,
): Promise<Map<string, string>> {
  const merges = await mergesAsOf(database, type, seq);
  if (merges.size === 0) return new Map();
  const versions = await versionsAsOf(database, type, seq);
  const nameOf = new Map(versions.map((version) => [version.id, version.content.name]));
  return new Map([...merges].map(([from, into]) => [nameOf.get(from) ?? from, nameOf.get(into) ?? into]));
}

/** All merges that stood. */
export async function standingMerges(
  database: Database,
  seq: number,
): Promise<Pick<ReportRecord, 'mergedForecasters' | 'mergedTopics' | 'mergedEntities'>> {
  return {
    mergedForecasters: await mergesAsOf(database, 'forecaster', seq),
    mergedTopics: await mergedNames(database, 'topic', seq),
    mergedEntities: await mergedNames(database, 'entity', seq),
  };
}

/** When that audit event was recorded; null at 0. */
export async function recordedAtOf(database: Database, seq: number): Promise<Instant | null> {
  const event = await database.auditEvent.findUnique({
    where: { seq: BigInt(seq) },
    select: { recordedAt: true },
  });
  return event === null ? null : iso(event.recordedAt);
}

export async function readRecordAsOf(database: Database, seq: number): Promise<ReportRecord> {
  return {
    seq,
    recordedAt: await recordedAtOf(database, seq),
    sources: await versionsAsOf(database, 'source', seq),
    forecasters: await versionsAsOf(database, 'forecaster', seq),
    statements: await versionsAsOf(database, 'statement', seq),
    questions: (await versionsAsOf(database, 'question', seq)).map(withDeclarations),
    forecasts: await forecastsAsOf(database, seq),
    resolutions: await resolutionsAsOf(database, seq),
    verdicts: await verdictsAsOf(database, seq),
    lexicons: await lexiconsBetween(database, { after: 0, upTo: seq }),
    ...(await standingMerges(database, seq)),
  };
}
