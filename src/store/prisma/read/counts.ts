/** How much hangs on the things of a page, in one query a page. */
import type { CountedType, Counts } from '../../../domain/counts.ts';
import { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';
import { standsInCounts } from './what-stands.ts';

const sql = Prisma.sql;

const counted = (from: Prisma.Sql, where: Prisma.Sql, what = sql`*`): Prisma.Sql =>
  sql`(SELECT count(${what})::int FROM ${from} WHERE ${where})`;

const statements = (where: Prisma.Sql) =>
  counted(sql`statements s`, sql`${standsInCounts.statement} AND ${where}`);
const questions = (where: Prisma.Sql) =>
  counted(sql`questions q`, sql`${standsInCounts.question} AND ${where}`);
const forecasts = (where: Prisma.Sql, what?: Prisma.Sql) =>
  counted(
    sql`forecasts f JOIN questions q ON q.id = f.question_id`,
    sql`${standsInCounts.forecast} AND ${where}`,
    what,
  );
/** Forecasts that statements imply, or that have none of their own on questions of theirs: each way has its index. */
const ofStatements = (where: Prisma.Sql) => sql`f.id IN (
  SELECT b.id FROM statements g JOIN forecasts b ON b.statement_id = g.id WHERE ${where}
  UNION ALL SELECT b.id FROM statements g JOIN questions c ON c.statement_id = g.id
    JOIN forecasts b ON b.question_id = c.id AND b.statement_id IS NULL WHERE ${where})`;
/** The thing itself and what was merged into it. */
const merged = (table: Prisma.Sql) => sql`(SELECT id FROM ${table} WHERE id = k.id OR merged_into_id = k.id)`;

/** Columns by noun; `k` is the thing that is counted for. */
const COLUMNS: { readonly [Type in CountedType]: Readonly<Record<keyof Counts<Type>, Prisma.Sql>> } = {
  source: {
    statements: statements(sql`s.source_id = k.id`),
    questions: questions(sql`q.statement_id IN (SELECT id FROM statements WHERE source_id = k.id)`),
    forecasts: forecasts(ofStatements(sql`g.source_id = k.id`)),
  },
  forecaster: {
    statements: statements(sql`s.forecaster_id IN ${merged(sql`forecasters`)}`),
    forecasts: forecasts(sql`f.forecaster_id IN ${merged(sql`forecasters`)}`),
  },
  topic: names('topic', sql`topics`),
  entity: names('entity', sql`entities`),
  statement: {
    questions: questions(sql`q.statement_id = k.id`),
    forecasts: forecasts(ofStatements(sql`g.id = k.id`)),
  },
  question: {
    forecasts: forecasts(sql`f.question_id = k.id`),
    forecasters: forecasts(
      sql`f.question_id = k.id`,
      sql`DISTINCT (SELECT coalesce(p.merged_into_id, p.id) FROM forecasters p WHERE p.id = f.forecaster_id)`,
    ),
  },
};

function names(type: 'topic' | 'entity', table: Prisma.Sql): Record<'statements' | 'questions', Prisma.Sql> {
  const column = type === 'topic' ? sql`topic_id` : sql`entity_id`;
  const [ofStatements, ofQuestions] =
    type === 'topic'
      ? [sql`statement_topics`, sql`question_topics`]
      : [sql`statement_entities`, sql`question_entities`];
  return {
    statements: statements(
      sql`s.id IN (SELECT statement_id FROM ${ofStatements} WHERE ${column} IN ${merged(table)})`,
    ),
    questions: questions(
      sql`q.id IN (SELECT question_id FROM ${ofQuestions} WHERE ${column} IN ${merged(table)})`,
    ),
  };
}

/** Counts by id; ids that nothing has are counted as zero. */
export async function readCounts<Type extends CountedType>(
  database: Database,
  type: Type,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Counts<Type>>> {
  const columns = Object.entries<Prisma.Sql>(COLUMNS[type]);
  const selected = columns.map(([name, column]) => sql`${column} AS ${Prisma.raw(`"${name}"`)}`);
  const rows = await database.$queryRaw<({ id: string } & Counts<Type>)[]>`
    SELECT k.id, ${Prisma.join(selected)} FROM unnest(${ids}::uuid[]) AS k(id)`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts as unknown as Counts<Type>]));
}
