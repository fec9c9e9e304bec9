/**
 * What stands, in SQL: it was not entered by mistake, nor was anything that it rests on. One rule for
 * lists, exports, feeds, counts and scores, as reports have it. Aliases as in the filters: `s`
 * statements, `q` questions, `f` forecasts.
 */
import { Prisma } from '../generated/client.ts';

const sql = Prisma.sql;

/** Neither they nor whom they were merged into. */
function speakerStands(id: Prisma.Sql): Prisma.Sql {
  return sql`NOT EXISTS (SELECT 1 FROM forecasters p LEFT JOIN forecasters m ON m.id = p.merged_into_id
    WHERE p.id = ${id} AND (p.retracted OR m.retracted))`;
}

/** Statements that fell, or whose source or speaker did; `what` says which of them. */
const fallen = (
  among: Prisma.Sql,
): Prisma.Sql => sql`SELECT g.id, CASE WHEN g.retracted THEN 'statement' WHEN o.retracted THEN 'source' ELSE 'forecaster' END AS what
  FROM statements g JOIN sources o ON o.id = g.source_id
  JOIN forecasters p ON p.id = g.forecaster_id LEFT JOIN forecasters m ON m.id = p.merged_into_id
  WHERE ${among} AND (g.retracted OR o.retracted OR p.retracted OR m.retracted)`;

/** Of these statements those that fell. */
export const selectFallen = (ids: readonly string[]): Prisma.Sql =>
  fallen(sql`g.id = ANY(${[...ids]}::uuid[])`);

/** Of the statement with this id: true as well where there is none. */
function groundStands(id: Prisma.Sql): Prisma.Sql {
  return sql`NOT EXISTS (${fallen(sql`g.id = ${id}`)})`;
}

/** Neither the statement, nor its source, nor its speaker. */
export const statementStands = sql`(NOT s.retracted AND ${speakerStands(sql`s.forecaster_id`)}
  AND NOT EXISTS (SELECT 1 FROM sources o WHERE o.id = s.source_id AND o.retracted))`;

/** What a forecast rests on: its question, its speaker, and the statement that implies it or that its question reads. */
export const groundOfForecastStands = sql`(NOT q.retracted AND ${speakerStands(sql`f.forecaster_id`)}
  AND ${groundStands(sql`coalesce(f.statement_id, q.statement_id)`)})`;

/** Neither the forecast nor what it rests on. */
export const forecastStands = sql`(NOT EXISTS (SELECT 1 FROM retractions x WHERE x.subject_type = 'forecast' AND x.subject_id = f.id)
  AND ${groundOfForecastStands})`;

/** Nothing corrects it. */
export const isLastRevision = sql`NOT EXISTS (SELECT 1 FROM forecasts n WHERE n.supersedes_id = f.id)`;

/** Neither the question nor the statement that it reads, unless somebody else's forecast on it stands and counts. */
export const questionStands = sql`(NOT q.retracted AND (${groundStands(sql`q.statement_id`)}
  OR EXISTS (SELECT 1 FROM forecasts f WHERE f.question_id = q.id AND ${isLastRevision} AND ${forecastStands})))`;

const retractedSpeakers = sql`SELECT p.id FROM forecasters p LEFT JOIN forecasters m ON m.id = p.merged_into_id
  WHERE p.retracted OR m.retracted`;
const groundsThatFell = sql`SELECT g.id FROM statements g JOIN sources o ON o.id = g.source_id
  WHERE g.retracted OR o.retracted OR g.forecaster_id IN (${retractedSpeakers})`;
const among = (id: Prisma.Sql, set: Prisma.Sql) => sql`(${id} IN (${set})) IS TRUE`;

/**
 * The same rules where all rows of something are counted: what fell is few, made once and hashed. As
 * lookups of each row the counts of 100 forecasters with 1,000 forecasts each took over three seconds.
 */
export const standsInCounts = {
  statement: sql`(NOT s.retracted AND NOT ${among(sql`s.id`, groundsThatFell)})`,
  question: sql`(NOT q.retracted AND (NOT ${among(sql`q.statement_id`, groundsThatFell)}
    OR EXISTS (SELECT 1 FROM forecasts f WHERE f.question_id = q.id AND ${isLastRevision} AND ${forecastStands})))`,
  forecast: sql`(${isLastRevision} AND NOT q.retracted AND NOT ${among(sql`f.forecaster_id`, retractedSpeakers)}
    AND NOT ${among(sql`coalesce(f.statement_id, q.statement_id)`, groundsThatFell)}
    AND NOT ${among(sql`f.id`, sql`SELECT subject_id FROM retractions WHERE subject_type = 'forecast'`)})`,
};
