/** Everything that can be read, over the client or inside a transaction. */
import type { Instant } from '../../../domain/time.ts';
import type { KnownKey, ListQuery, Page, Reader, Shelf } from '../../store.ts';
import type { Database } from '../transaction.ts';
import { readCoverage } from './audit-coverage.ts';
import { readMarkDifferences } from './audit-marks.ts';
import { readRowDifferences } from './audit-rows.ts';
import { readStandingDifferences } from './audit-standing.ts';
import { readTrail } from './audit-trail.ts';
import { readCounts } from './counts.ts';
import { selectForecastersNamed, selectStandingForecasters } from './filter-tables.ts';
import { readForecasts } from './forecasts.ts';
import {
  lexiconInclude,
  questionInclude,
  resolutionInclude,
  sourceInclude,
  statementInclude,
  toAuditEvent,
  toForecaster,
  toKey,
  toLexicon,
  toName,
  toQuestion,
  toResolution,
  toSource,
  toStatement,
  toVerdict,
  verdictInclude,
} from './items.ts';
import { inOrder, keyPage, type ListSource } from './keyset.ts';
import {
  auditEventList,
  entityList,
  forecasterList,
  forecastList,
  keyList,
  lexiconList,
  predictionList,
  questionList,
  scoreList,
  sourceList,
  statementList,
  topicList,
} from './list-sources.ts';
import { marksOf } from './marks.ts';
import { type RecordMoment, readPredictions } from './predictions.ts';
import { readRecordAsOf } from './record-as-of.ts';
import { readRecordChanges } from './record-changes.ts';
import { readRedaction } from './redactions.ts';
import { type ScoreRowRead, selectScores, toScore } from './scores.ts';

/**
 * Reads the items of some keys, as they stand now.
 * @param page the state in which a page found the keys, for what is read from that state too
 */
type Hydrate<Item> = (keys: readonly string[], now: Instant, page?: RecordMoment) => Promise<readonly Item[]>;

function shelf<Item, Filter extends object>(
  database: Database,
  now: () => Promise<Instant>,
  source: ListSource<Filter>,
  hydrate: Hydrate<Item>,
  keyOf: (item: Item) => string,
): Shelf<Item, Filter> {
  return {
    async get(id: string): Promise<Item | null> {
      return (await hydrate([id], await now()))[0] ?? null;
    },
    async some(ids: readonly string[]): Promise<readonly Item[]> {
      return hydrate(ids, await now());
    },
    async list(query: ListQuery<Filter>): Promise<Page<Item>> {
      const at = await now();
      const { keys, next, total, head } = await keyPage(database, source, query, at);
      const seq = query.after?.seq ?? head;
      if (keys.length === 0 || seq === null) return { items: [], next, total };
      const items = await hydrate(keys, at, { seq, at: query.after?.at ?? at });
      return { items: inOrder(keys, items, keyOf), next, total };
    },
  };
}

/** @param now the database's clock */
export function makeReader(database: Database, now: () => Promise<Instant>): Reader {
  const idOf = (item: { id: string }): string => item.id;
  const among = (keys: readonly string[]) => ({
    where: { id: { in: [...keys] } },
    relationLoadStrategy: 'join' as const,
  });

  const statements: Hydrate<ReturnType<typeof toStatement>> = async (keys, at) => {
    const rows = await database.statement.findMany({ ...among(keys), include: statementInclude });
    const marks = await marksOf(database, rows);
    return rows.map((row) => toStatement(row, marks, at));
  };
  const questions: Hydrate<ReturnType<typeof toQuestion>> = async (keys, at) => {
    const rows = await database.question.findMany({ ...among(keys), include: questionInclude });
    const marks = await marksOf(database, rows);
    return rows.map((row) => toQuestion(row, marks, at));
  };
  const forecasts = (keys: readonly string[]) => readForecasts(database, keys);
  const sources: Hydrate<ReturnType<typeof toSource>> = async (keys) => {
    const rows = await database.source.findMany({ ...among(keys), include: sourceInclude });
    const marks = await marksOf(database, rows);
    return rows.map((row) => toSource(row, marks));
  };
  const forecasters: Hydrate<ReturnType<typeof toForecaster>> = async (keys) => {
    const rows = await database.forecaster.findMany(among(keys));
    const marks = await marksOf(database, rows);
    return rows.map((row) => toForecaster(row, marks));
  };

  return {
    now,
    sources: shelf(database, now, sourceList, sources, idOf),
    forecasters: shelf(database, now, forecasterList, forecasters, idOf),
    topics: shelf(
      database,
      now,
      topicList,
      async (keys) => (await database.topic.findMany(among(keys))).map(toName),
      idOf,
    ),
    entities: shelf(
      database,
      now,
      entityList,
      async (keys) => (await database.entity.findMany(among(keys))).map(toName),
      idOf,
    ),
    statements: shelf(database, now, statementList, statements, idOf),
    questions: shelf(database, now, questionList, questions, idOf),
    forecasts: shelf(database, now, forecastList, forecasts, idOf),
    predictions: shelf(
      database,
      now,
      predictionList,
      (keys, at, page) => readPredictions(database, keys, at, page),
      (item) => item.forecastId,
    ),
    scores: shelf(
      database,
      now,
      scoreList,
      async (keys) => (await database.$queryRaw<ScoreRowRead[]>(selectScores(keys))).map(toScore),
      (item) => `${item.forecastId} ${item.rule} ${item.resolutionId}`,
    ),
    lexicons: shelf(
      database,
      now,
      lexiconList,
      async (keys) =>
        (await database.lexicon.findMany({ ...among(keys), include: lexiconInclude })).map(toLexicon),
      idOf,
    ),
    keys: shelf(
      database,
      now,
      keyList,
      async (keys) => (await database.apiKey.findMany(among(keys))).map(toKey),
      idOf,
    ),
    auditEvents: shelf(
      database,
      now,
      auditEventList,
      async (keys) =>
        (await database.auditEvent.findMany({ where: { seq: { in: keys.map(BigInt) } } })).map(toAuditEvent),
      (item) => String(item.seq),
    ),
    async resolutions(questionId) {
      const rows = await database.resolution.findMany({
        where: { questionId },
        include: resolutionInclude,
        orderBy: { revision: 'asc' },
      });
      const marks = await marksOf(database, rows);
      return rows.map((row) => toResolution(row, marks));
    },
    async verdicts(statementId) {
      const rows = await database.verdict.findMany({
        where: { statementId },
        include: verdictInclude,
        orderBy: { revision: 'asc' },
      });
      const marks = await marksOf(database, rows);
      return rows.map((row) => toVerdict(row, marks));
    },
    redaction: (id) => readRedaction(database, id),
    async redactedFields(subjectId) {
      const rows = await database.redaction.findMany({ where: { subjectId }, select: { fields: true } });
      return rows.flatMap(({ fields }) => fields);
    },
    async sourceText(sourceId) {
      return (await database.sourceText.findUnique({ where: { sourceId } }))?.content ?? null;
    },
    async auditHead() {
      const row = await database.auditHead.findUniqueOrThrow({ where: { id: 1 } });
      return { seq: Number(row.seq), hash: row.hash, recordedAt: row.recordedAt.toISOString() };
    },
    async forecastersNamed(name) {
      const rows = await database.$queryRaw<{ id: string }[]>(selectForecastersNamed(name));
      return forecasters(
        rows.map((row) => row.id),
        '',
      );
    },
    async standingForecasters(ids) {
      const rows = await database.$queryRaw<{ id: string }[]>(selectStandingForecasters(ids));
      return rows.map((row) => row.id);
    },
    async keyBySecret(secretSha256) {
      // One clock judges in every process, and no process keeps what it said.
      const rows = await database.$queryRaw<KnownKey[]>`
        SELECT id AS "keyId", scopes, forecaster_ids AS "forecasterIds", secret_sha256 AS "secretSha256",
          (revoked_at IS NULL OR revoked_at > clock_timestamp()) AND (expires_at IS NULL OR expires_at > clock_timestamp()) AS usable
        FROM api_keys WHERE secret_sha256 = ${secretSha256}`;
      return rows[0] ?? null;
    },
    async seqAt(time) {
      const rows = await database.$queryRaw<{ seq: bigint | null }[]>`
        SELECT max(seq) AS seq FROM audit_events WHERE recorded_at <= ${time}::timestamptz`;
      return Number(rows[0]?.seq ?? 0);
    },
    auditTrail: (from, to) => readTrail(database, from, to),
    auditCoverage: () => readCoverage(database),
    auditRowDifferences: (from, to) => readRowDifferences(database, from, to),
    auditStandingDifferences: async () => [
      ...(await readStandingDifferences(database)),
      ...(await readMarkDifferences(database)),
    ],
    counts: (type, ids) => readCounts(database, type, ids),
    recordAsOf: (seq) => readRecordAsOf(database, seq),
    recordChanges: (after, upTo) => readRecordChanges(database, after, upTo),
  };
}
