/** What stands beside the items at hand: that they are retracted, that text of them was redacted. */
import type { Database } from '../transaction.ts';
import { iso, type Marks } from './items.ts';

interface Row {
  readonly id: string;
  readonly retracted?: boolean;
  readonly currentResolution?: { readonly id: string } | null;
  readonly currentVerdict?: { readonly id: string } | null;
}

/**
 * Marks of the rows, and of the outcome or verdict within them. Retractions cost a query only where a row says that
 * there is one. No row says what was redacted: an emptied list, or a text that was edited since, looks like any other.
 */
export async function marksOf(database: Database, rows: readonly Row[]): Promise<Marks> {
  const retracted = rows.filter((row) => row.retracted === true).map((row) => row.id);
  const ids = rows.flatMap(({ id, currentResolution, currentVerdict }) =>
    [id, currentResolution?.id, currentVerdict?.id].filter((one) => one !== undefined),
  );
  return {
    retractions: await retractionsOf(database, retracted),
    redactions: await redactionsOf(database, ids),
  };
}

async function retractionsOf(database: Database, ids: readonly string[]): Promise<Marks['retractions']> {
  if (ids.length === 0) return new Map();
  const rows = await database.retraction.findMany({ where: { subjectId: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.subjectId, { reason: row.reason, recordedAt: iso(row.recordedAt) }]));
}

interface RedactionRow {
  readonly subjectId: string;
  readonly fields: readonly string[];
  readonly reason: string;
  readonly recordedAt: Date;
}

async function redactionsOf(database: Database, ids: readonly string[]): Promise<Marks['redactions']> {
  if (ids.length === 0) return new Map();
  const rows = await database.$queryRaw<RedactionRow[]>`
    SELECT subject_id AS "subjectId", fields, reason, recorded_at AS "recordedAt"
    FROM redactions WHERE subject_id = ANY(${ids}::uuid[]) ORDER BY seq`;
  const marks = new Map<string, { fields: string[]; reason: string; recordedAt: string }>();
  for (const { subjectId, fields, reason, recordedAt } of rows) {
    const all = [...new Set([...(marks.get(subjectId)?.fields ?? []), ...fields])].sort();
    marks.set(subjectId, { fields: all, reason, recordedAt: iso(recordedAt) });
  }
  return marks;
}
