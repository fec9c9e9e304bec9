/**
 * `changedAfterSeq`: rows that read otherwise since, also where only what they show of others has changed,
 * so that a copy that is kept by it holds no text that was redacted, and no name that was merged.
 */
import { Prisma } from '../generated/client.ts';

const sql = Prisma.sql;

/** Speakers that were edited, merged, redacted or retracted, or that became one who was. */
const changedSpeakers = (seq: number): Prisma.Sql => sql`SELECT p.id FROM forecasters p
  LEFT JOIN forecasters m ON m.id = p.merged_into_id WHERE p.seq > ${seq} OR m.seq > ${seq}`;

const redactedSince = (seq: number): Prisma.Sql => sql`SELECT subject_id FROM redactions WHERE seq > ${seq}`;

/** What stands under names that were merged into others. */
function underChangedNames(owner: 'statement' | 'question', seq: number): Prisma.Sql {
  const id = Prisma.raw(`${owner}_id`);
  return sql`SELECT l.${id} FROM ${Prisma.raw(`${owner}_topics`)} l JOIN topics n ON n.id = l.topic_id WHERE n.seq > ${seq}
    UNION ALL SELECT l.${id} FROM ${Prisma.raw(`${owner}_entities`)} l JOIN entities n ON n.id = l.entity_id WHERE n.seq > ${seq}`;
}

/** Of questions that were edited, what they hung on before. */
const leftStatements = (
  seq: number,
): Prisma.Sql => sql`SELECT (b.content ->> 'statementId')::uuid FROM revisions n
  JOIN revisions b ON b.subject_type = 'question' AND b.subject_id = n.subject_id AND b.version = n.version - 1
  WHERE n.subject_type = 'question' AND n.version > 1 AND n.seq > ${seq} AND b.content ->> 'statementId' IS NOT NULL`;

/** With its verdict, speaker, source, names, and the titles and outcomes of its questions. */
export const statementChanged = (seq: number): Prisma.Sql => sql`(s.seq > ${seq}
  OR s.forecaster_id IN (${changedSpeakers(seq)})
  OR s.source_id IN (SELECT id FROM sources WHERE seq > ${seq})
  OR s.id IN (SELECT statement_id FROM questions WHERE statement_id IS NOT NULL AND seq > ${seq}
    UNION ALL ${leftStatements(seq)} UNION ALL ${underChangedNames('statement', seq)}))`;

/** With its outcome and names. */
export const questionChanged = (seq: number): Prisma.Sql =>
  sql`(q.seq > ${seq} OR q.id IN (${underChangedNames('question', seq)}))`;

const changedStatements = (seq: number): Prisma.Sql => sql`SELECT g.id FROM statements g WHERE g.seq > ${seq}
  UNION ALL SELECT g.id FROM statements g JOIN sources o ON o.id = g.source_id WHERE o.seq > ${seq}
  UNION ALL SELECT g.id FROM statements g WHERE g.forecaster_id IN (${changedSpeakers(seq)})
  UNION ALL ${underChangedNames('statement', seq)}`;

/**
 * With question, outcome, speaker, statement, source and names. One set of ids, found from what has
 * changed: as conditions of each row they took seconds over 100,000 forecasts of which none had. An array,
 * so that it is made once in any plan: before the server knew how many rows there are, it made a subquery
 * anew for each of 159 forecasts and took 2.8 s. After 0 all have, and a set of all would take longer than
 * a page of them.
 */
export const forecastChanged = (seq: number): Prisma.Sql => {
  if (seq === 0) return sql`true`;
  const older = sql`SELECT b.id FROM forecasts b WHERE b.seq <= ${seq}`;
  return sql`f.id = ANY(ARRAY(
    SELECT id FROM forecasts WHERE seq > ${seq}
    UNION ALL ${older} AND b.question_id IN (SELECT id FROM questions WHERE seq > ${seq} UNION ALL ${underChangedNames('question', seq)})
    UNION ALL ${older} AND b.forecaster_id IN (${changedSpeakers(seq)})
    UNION ALL ${older} AND b.statement_id IN (${changedStatements(seq)})
    UNION ALL ${older} AND b.statement_id IS NULL
      AND b.question_id IN (SELECT id FROM questions WHERE statement_id IN (${changedStatements(seq)}))
    UNION ALL SELECT supersedes_id FROM forecasts WHERE supersedes_id IS NOT NULL AND seq > ${seq}
    UNION ALL SELECT forecast_id FROM withdrawals WHERE seq > ${seq}
    UNION ALL SELECT subject_id FROM retractions WHERE subject_type = 'forecast' AND seq > ${seq}
    UNION ALL ${redactedSince(seq)}))`;
};

export const resolutionChanged = (seq: number): Prisma.Sql => sql`(e.seq > ${seq} OR e.id IN (
  ${redactedSince(seq)} UNION ALL SELECT supersedes_id FROM resolutions WHERE supersedes_id IS NOT NULL AND seq > ${seq}))`;

export const verdictChanged = (seq: number): Prisma.Sql => sql`(v.seq > ${seq} OR v.id IN (
  ${redactedSince(seq)} UNION ALL SELECT supersedes_id FROM verdicts WHERE supersedes_id IS NOT NULL AND seq > ${seq}))`;
