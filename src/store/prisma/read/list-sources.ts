/** What each list is made of: its tables, its sorts, what is left out by default. */
import type {
  ForecastFilter,
  NameFilter,
  QuestionFilter,
  ResolutionFilter,
  ScoreFilter,
  StatementFilter,
  VerdictFilter,
} from '../../../domain/questions/question-filter.ts';
import { Prisma } from '../generated/client.ts';
import {
  type FilterTable,
  forecastFilters,
  letterNameFilters,
  questionFilters,
  resolutionFilters,
  scoreFilters,
  searchedNameFilters,
  statementFilters,
  verdictFilters,
} from './filter-tables.ts';
import type { ListSource } from './keyset.ts';
import { forecastStands, isLastRevision, questionStands, statementStands } from './what-stands.ts';

const sql = Prisma.sql;
const time = (expression: Prisma.Sql) => ({ expression, type: 'timestamptz' as const, nullable: false });
const timeOrNone = (expression: Prisma.Sql) => ({ expression, type: 'timestamptz' as const, nullable: true });
const uuidKey = (expression: Prisma.Sql) => ({ expression, type: 'uuid' as const });

function nameList(
  table: Prisma.Sql,
  filters: FilterTable<NameFilter>,
  retractable: boolean,
): ListSource<NameFilter> {
  return {
    from: sql`${table} t`,
    always: [],
    notRetracted: retractable ? sql`NOT t.retracted` : null,
    filters,
    sorts: {
      createdAt: time(sql`t.created_at`),
      name: { expression: sql`lower(t.name)`, type: 'text', nullable: false },
    },
    key: uuidKey(sql`t.id`),
    createdSeq: sql`t.created_seq`,
  };
}

export const sourceList: ListSource<NameFilter> = {
  ...nameList(sql`sources`, searchedNameFilters, true),
  sorts: { createdAt: time(sql`t.created_at`) },
};
export const forecasterList: ListSource<NameFilter> = nameList(sql`forecasters`, searchedNameFilters, true);
export const topicList: ListSource<NameFilter> = nameList(sql`topics`, letterNameFilters, false);
export const entityList: ListSource<NameFilter> = nameList(sql`entities`, letterNameFilters, false);
export const keyList: ListSource<NameFilter> = nameList(sql`api_keys`, letterNameFilters, false);

export const lexiconList: ListSource<NameFilter> = {
  from: sql`lexicons t`,
  always: [],
  notRetracted: null,
  filters: {
    q: (terms) => sql`position(lower(${terms}) IN lower(t.title || ' ' || t.key)) > 0`,
    changedAfterSeq: (seq) => sql`t.seq > ${seq}`,
  },
  sorts: { createdAt: time(sql`t.created_at`) },
  key: uuidKey(sql`t.id`),
  createdSeq: sql`t.seq`,
};

export const auditEventList: ListSource<NameFilter> = {
  from: sql`audit_events t`,
  always: [],
  notRetracted: null,
  filters: { q: (terms) => sql`t.action = ${terms}`, changedAfterSeq: (seq) => sql`t.seq > ${seq}` },
  sorts: { seq: { expression: sql`t.seq`, type: 'bigint', nullable: false } },
  key: { expression: sql`t.seq`, type: 'bigint' },
  createdSeq: sql`t.seq`,
  // As stored, which is known without reading them.
  size: sql`pg_column_size(t.records)`,
};

export const statementList: ListSource<StatementFilter> = {
  from: sql`statements s`,
  always: [],
  notRetracted: statementStands,
  filters: statementFilters,
  sorts: { createdAt: time(sql`s.created_at`), saidAt: time(sql`s.said_at`) },
  key: uuidKey(sql`s.id`),
  selectedBy: ['questions'],
  createdSeq: sql`s.created_seq`,
};

export const questionList: ListSource<QuestionFilter> = {
  from: sql`questions q LEFT JOIN resolutions r ON r.id = q.current_resolution_id`,
  always: [],
  notRetracted: questionStands,
  filters: questionFilters,
  sorts: {
    createdAt: time(sql`q.created_at`),
    resolvesBy: timeOrNone(sql`q.resolves_by_instant`),
    knownAt: timeOrNone(sql`r.known_at_instant`),
  },
  key: uuidKey(sql`q.id`),
  selectedBy: ['forecasts'],
  createdSeq: sql`q.created_seq`,
};

const forecastTables = sql`forecasts f JOIN questions q ON q.id = f.question_id LEFT JOIN resolutions r ON r.id = q.current_resolution_id`;
export const forecastList: ListSource<ForecastFilter> = {
  from: forecastTables,
  always: [],
  notRetracted: forecastStands,
  filters: forecastFilters,
  sorts: {
    createdAt: time(sql`f.recorded_at`),
    madeAt: time(sql`f.made_at`),
    resolvesBy: timeOrNone(sql`q.resolves_by_instant`),
    knownAt: timeOrNone(sql`r.known_at_instant`),
  },
  key: uuidKey(sql`f.id`),
  createdSeq: sql`f.seq`,
};

/** The flat view shows what stands: last revisions, nothing retracted. */
export const predictionList: ListSource<ForecastFilter> = {
  ...forecastList,
  from: sql`${forecastTables} LEFT JOIN statements s ON s.id = coalesce(f.statement_id, q.statement_id)`,
  always: [isLastRevision],
  sorts: { ...forecastList.sorts, saidAt: timeOrNone(sql`s.said_at`) },
};

export const scoreList: ListSource<ScoreFilter> = {
  from: sql`scores c JOIN forecasts f ON f.id = c.forecast_id JOIN questions q ON q.id = f.question_id
    JOIN resolutions r ON r.id = q.current_resolution_id AND r.id = c.resolution_id`,
  always: [isLastRevision, forecastStands],
  notRetracted: null,
  filters: scoreFilters,
  sorts: { createdAt: { expression: sql`c.seq`, type: 'bigint', nullable: false } },
  key: {
    expression: sql`(c.forecast_id::text || ' ' || c.rule || ' ' || c.resolution_id::text)`,
    type: 'text',
  },
  keyColumns: [
    { expression: sql`c.forecast_id`, type: 'uuid' },
    { expression: sql`c.rule`, type: 'text' },
  ],
  createdSeq: sql`c.seq`,
};

/** Every resolution, the superseded ones too. */
export const resolutionList: ListSource<ResolutionFilter> = {
  from: sql`resolutions e JOIN questions q ON q.id = e.question_id LEFT JOIN resolutions r ON r.id = q.current_resolution_id`,
  always: [],
  notRetracted: questionStands,
  filters: resolutionFilters,
  sorts: { createdAt: { expression: sql`e.seq`, type: 'bigint', nullable: false } },
  key: uuidKey(sql`e.id`),
  selectedBy: ['forecasts'],
  createdSeq: sql`e.seq`,
};

/** Every verdict, the superseded ones too. */
export const verdictList: ListSource<VerdictFilter> = {
  from: sql`verdicts v JOIN statements s ON s.id = v.statement_id`,
  always: [],
  notRetracted: statementStands,
  filters: verdictFilters,
  sorts: { createdAt: { expression: sql`v.seq`, type: 'bigint', nullable: false } },
  key: uuidKey(sql`v.id`),
  selectedBy: ['questions'],
  createdSeq: sql`v.seq`,
};
