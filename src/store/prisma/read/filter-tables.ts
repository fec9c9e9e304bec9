/**
 * What each filter means in SQL: one entry a field, which the compiler demands. Aliases: `s`
 * statements, `q` questions, `f` forecasts, `r` the current resolution, `c` scores, `e` any resolution,
 * `v` any verdict, `t` the table of a name.
 */
import type {
  ForecastFilter,
  NameFilter,
  QuestionFilter,
  RecordFilter,
  ResolutionFilter,
  ScoreFilter,
  StatementFilter,
  VerdictFilter,
} from '../../../domain/questions/question-filter.ts';
import type { Instant } from '../../../domain/time.ts';
import { Prisma } from '../generated/client.ts';
import {
  forecastChanged,
  questionChanged,
  resolutionChanged,
  statementChanged,
  verdictChanged,
} from './changed-after.ts';

/** How one field of a filter narrows the rows. */
export type FilterTable<Filter> = {
  readonly [Field in keyof Filter]-?: (value: NonNullable<Filter[Field]>, now: Instant) => Prisma.Sql;
};

const sql = Prisma.sql;

/** A duplicate counts as what it became: whichever of them is asked for stands for all of them. */
function standingForecasters(ids: readonly string[]): Prisma.Sql {
  return allOfOne(sql`forecasters`, sql`a.id = ANY(${ids}::uuid[])`);
}

/** What these forecasters became, or are. */
export function selectStandingForecasters(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM forecasters WHERE id = ANY(${ids}::uuid[])`;
}

/** Forecasters who bear this name or alias, duplicates as what they became: neither was retracted. */
export function selectForecastersNamed(name: string): Prisma.Sql {
  return sql`SELECT DISTINCT coalesce(p.merged_into_id, p.id) AS id FROM forecasters p LEFT JOIN forecasters m ON m.id = p.merged_into_id
    WHERE NOT p.retracted AND m.retracted IS NOT TRUE
      AND (lower(p.name) = lower(${name}) OR EXISTS (SELECT 1 FROM unnest(p.aliases) AS alias WHERE lower(alias) = lower(${name})))`;
}

function allOfOne(table: Prisma.Sql, asked: Prisma.Sql): Prisma.Sql {
  return sql`SELECT n.id FROM ${table} n WHERE coalesce(n.merged_into_id, n.id) IN (
    SELECT coalesce(a.merged_into_id, a.id) FROM ${table} a WHERE ${asked})`;
}

function namedIds(table: Prisma.Sql, names: readonly string[]): Prisma.Sql {
  const lower = sql`ARRAY(SELECT lower(name) FROM unnest(${[...names]}::text[]) AS asked(name))`;
  return allOfOne(table, sql`lower(a.name) = ANY(${lower})`);
}
const topicIds = (names: readonly string[]): Prisma.Sql => namedIds(sql`topics`, names);
const entityIds = (names: readonly string[]): Prisma.Sql => namedIds(sql`entities`, names);

function statusCondition(statuses: readonly string[], now: Instant): Prisma.Sql {
  const at = sql`${now}::timestamptz`;
  // Not r.id: of an outer join the planner takes "is null" for next to never, and a page of closed predictions took 1.1 s instead of 1 ms.
  const unresolved = sql`(q.current_resolution_id IS NULL OR r.state = 'reopened')`;
  const parts = statuses.map((status) => {
    if (status === 'resolved') return sql`r.state = 'value'`;
    if (status === 'void') return sql`r.state = 'void'`;
    if (status === 'upcoming') return sql`(${unresolved} AND q.opens_at_instant > ${at})`;
    if (status === 'closed')
      return sql`(${unresolved} AND q.closes_at_instant <= ${at} AND coalesce(q.opens_at_instant <= ${at}, true))`;
    return sql`(${unresolved} AND coalesce(q.opens_at_instant <= ${at}, true) AND coalesce(q.closes_at_instant > ${at}, true))`;
  });
  return sql`(${Prisma.join(parts, ' OR ')})`;
}

const questionFields: Omit<FilterTable<QuestionFilter>, keyof RecordFilter> = {
  type: (values) => sql`q.type = ANY(${values})`,
  status: (values, now) => statusCondition(values, now),
  outcome: (values) =>
    sql`r.state = 'value' AND (r.outcome ->> 'value' = ANY(${values}) OR r.outcome ->> 'optionId' = ANY(${values}))`,
  reading: (values) => sql`q.reading = ANY(${values})`,
  statementId: (values) => sql`q.statement_id = ANY(${values}::uuid[])`,
  dueAfter: (value) => sql`q.resolves_by_instant > ${value}::timestamptz`,
  dueBefore: (value) => sql`q.resolves_by_instant < ${value}::timestamptz`,
  resolvedAfter: (value) => sql`r.state = 'value' AND r.known_at_instant > ${value}::timestamptz`,
  resolvedBefore: (value) => sql`r.state = 'value' AND r.known_at_instant < ${value}::timestamptz`,
};

/** Questions: the statement's forecaster and source, or those of any forecast on it. */
export const questionFilters: FilterTable<QuestionFilter> = {
  ...questionFields,
  forecasterId: (ids) => sql`(
    q.statement_id IN (SELECT id FROM statements WHERE forecaster_id IN (${standingForecasters(ids)}))
    OR q.id IN (SELECT question_id FROM forecasts WHERE forecaster_id IN (${standingForecasters(ids)})))`,
  sourceId: (ids) => sql`(
    q.statement_id IN (SELECT id FROM statements WHERE source_id = ANY(${ids}::uuid[]))
    OR q.id IN (SELECT f.question_id FROM forecasts f JOIN statements s ON s.id = f.statement_id WHERE s.source_id = ANY(${ids}::uuid[])))`,
  topic: (names) =>
    sql`q.id IN (SELECT question_id FROM question_topics WHERE topic_id IN (${topicIds(names)}))`,
  entity: (names) =>
    sql`q.id IN (SELECT question_id FROM question_entities WHERE entity_id IN (${entityIds(names)}))`,
  q: (terms) => sql`q.search_vector @@ reckoner_search_query(${terms})`,
  changedAfterSeq: questionChanged,
};

/** Statements: `status` is that of any question of the statement. */
export const statementFilters: FilterTable<StatementFilter> = {
  forecasterId: (ids) => sql`s.forecaster_id IN (${standingForecasters(ids)})`,
  sourceId: (ids) => sql`s.source_id = ANY(${ids}::uuid[])`,
  topic: (names) =>
    sql`s.id IN (SELECT statement_id FROM statement_topics WHERE topic_id IN (${topicIds(names)}))`,
  entity: (names) =>
    sql`s.id IN (SELECT statement_id FROM statement_entities WHERE entity_id IN (${entityIds(names)}))`,
  q: (terms) => sql`s.search_vector @@ reckoner_search_query(${terms})`,
  changedAfterSeq: statementChanged,
  kind: (values) => sql`s.kind = ANY(${values})`,
  importance: (values) => sql`s.importance = ANY(${values})`,
  verdict: (values) => sql`s.current_verdict_id IN (SELECT id FROM verdicts WHERE rating = ANY(${values}))`,
  scorability: (values) => sql`s.scorability = ANY(${values})`,
  saidAfter: (value) => sql`s.said_at > ${value}::timestamptz`,
  saidBefore: (value) => sql`s.said_at < ${value}::timestamptz`,
  status: (values, now) => sql`EXISTS (
    SELECT 1 FROM questions q LEFT JOIN resolutions r ON r.id = q.current_resolution_id
    WHERE q.statement_id = s.id AND NOT q.retracted AND ${statusCondition(values, now)})`,
};

/** Forecasts and predictions: those of their question, and their own. */
export const forecastFilters: FilterTable<ForecastFilter> = {
  ...questionFields,
  forecasterId: (ids) => sql`f.forecaster_id IN (${standingForecasters(ids)})`,
  sourceId: (ids) =>
    sql`coalesce(f.statement_id, q.statement_id) IN (SELECT id FROM statements WHERE source_id = ANY(${ids}::uuid[]))`,
  topic: (
    names,
  ) => sql`(f.question_id IN (SELECT question_id FROM question_topics WHERE topic_id IN (${topicIds(names)}))
    OR coalesce(f.statement_id, q.statement_id) IN (SELECT statement_id FROM statement_topics WHERE topic_id IN (${topicIds(names)})))`,
  entity: (
    names,
  ) => sql`(f.question_id IN (SELECT question_id FROM question_entities WHERE entity_id IN (${entityIds(names)}))
    OR coalesce(f.statement_id, q.statement_id) IN (SELECT statement_id FROM statement_entities WHERE entity_id IN (${entityIds(names)})))`,
  q: (
    terms,
  ) => sql`(f.question_id IN (SELECT id FROM questions WHERE search_vector @@ reckoner_search_query(${terms}))
    OR f.statement_id IN (SELECT id FROM statements WHERE search_vector @@ reckoner_search_query(${terms}))
    OR f.forecaster_id IN (SELECT id FROM forecasters WHERE search_vector @@ reckoner_search_query(${terms})))`,
  changedAfterSeq: forecastChanged,
  statementId: (values) => sql`coalesce(f.statement_id, q.statement_id) = ANY(${values}::uuid[])`,
  questionId: (values) => sql`f.question_id = ANY(${values}::uuid[])`,
  basis: (values) => sql`f.basis = ANY(${values})`,
  madeAfter: (value) => sql`f.made_at > ${value}::timestamptz`,
  madeBefore: (value) => sql`f.made_at < ${value}::timestamptz`,
  capture: (value) => {
    const late = sql`coalesce(r.state = 'value' AND f.recorded_at > r.known_at_instant, false)`;
    if (value === 'after') return late;
    return value === 'before' ? sql`NOT ${late}` : sql`true`;
  },
  probabilityAbove: (value) => sql`f.probability > ${value}::float8`,
  probabilityBelow: (value) => sql`f.probability < ${value}::float8`,
};

/** Scores: those of their forecast, and their own. */
export const scoreFilters: FilterTable<ScoreFilter> = {
  forecasterId: forecastFilters.forecasterId,
  sourceId: forecastFilters.sourceId,
  topic: forecastFilters.topic,
  entity: forecastFilters.entity,
  q: forecastFilters.q,
  changedAfterSeq: (seq) => sql`c.seq > ${seq}`,
  questionId: forecastFilters.questionId,
  forecastId: (values) => sql`c.forecast_id = ANY(${values}::uuid[])`,
  rule: (values) => sql`c.rule = ANY(${values})`,
};

/** Resolutions, old and new: those of their question. */
export const resolutionFilters: FilterTable<ResolutionFilter> = {
  ...questionFilters,
  questionId: (values) => sql`q.id = ANY(${values}::uuid[])`,
  changedAfterSeq: resolutionChanged,
};

/** Verdicts, old and new: those of their statement. */
export const verdictFilters: FilterTable<VerdictFilter> = {
  ...statementFilters,
  statementId: (values) => sql`s.id = ANY(${values}::uuid[])`,
  changedAfterSeq: verdictChanged,
};

/** Sources and forecasters are searched like the record, names by their letters. */
export const searchedNameFilters: FilterTable<NameFilter> = {
  q: (terms) => sql`t.search_vector @@ reckoner_search_query(${terms})`,
  changedAfterSeq: (seq) => sql`t.seq > ${seq}`,
};
export const letterNameFilters: FilterTable<NameFilter> = {
  q: (terms) => sql`position(lower(${terms}) IN lower(t.name)) > 0`,
  changedAfterSeq: (seq) => sql`t.seq > ${seq}`,
};

/** The conditions of a filter, joined with AND. */
export function conditionsOf<Filter extends object>(
  table: FilterTable<Filter>,
  filter: Filter,
  now: Instant,
): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  for (const field of Object.keys(filter) as (keyof Filter)[]) {
    const value = filter[field];
    if (value !== undefined && value !== null)
      conditions.push(table[field](value as NonNullable<Filter[typeof field]>, now));
  }
  return conditions;
}
