/** What stands beside the items at hand: that they are retracted, that text of them was redacted. */
import { REDACTED_TEXT, REDACTED_URL } from '../../../domain/redactions/redaction.ts';
import type { Database } from '../transaction.ts';
import { iso, type Marks } from './items.ts';

type Row = { readonly id: string; readonly retracted?: boolean };

/** Both are rare, and cost a query only where a row shows that there is one. */
export async function marksOf(database: Database, rows: readonly Row[]): Promise<Marks> {
  const retracted = rows.filter((row) => row.retracted === true).map((row) => row.id);
  const redacted = rows.flatMap((row) => redactedIds(row));
  return {
    retractions: await retractionsOf(database, retracted),
    redactions: await redactionsOf(database, redacted),
  };
}

async function retractionsOf(database: Database, ids: readonly string[]): Promise<Marks['retractions']> {
  if (ids.length === 0) return new Map();
  const rows = await database.retraction.findMany({ where: { subjectId: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.subjectId, { reason: row.reason, recordedAt: iso(row.recordedAt) }]));
}

async function redactionsOf(database: Database, ids: readonly string[]): Promise<Marks['redactions']> {
  if (ids.length === 0) return new Map();
  const rows = await database.redaction.findMany({
    where: { subjectId: { in: [...ids] } },
    orderBy: { seq: 'asc' },
  });
  const marks = new Map<string, { fields: string[]; reason: string; recordedAt: string }>();
  for (const { subjectId, fields, reason, recordedAt } of rows) {
    const all = [...new Set([...(marks.get(subjectId)?.fields ?? []), ...fields])].sort();
    marks.set(subjectId, { fields: all, reason, recordedAt: iso(recordedAt) });
  }
  return marks;
}

/** Ids in the row, its own or of what is joined to it, beside which a placeholder stands. */
function redactedIds(row: object): string[] {
  const { id, text, textSha256 } = row as { id?: unknown; text?: unknown; textSha256?: unknown };
  const values = Object.values(row);
  // A source whose text is gone shows no placeholder.
  const own = values.some(isPlaceholder) || (text === null && typeof textSha256 === 'string');
  const inner = values
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .filter(
      (value): value is object => typeof value === 'object' && value !== null && !(value instanceof Date),
    );
  const below = inner.flatMap(redactedIds);
  // What has no id of its own, such as a hedge or a source among the evidence, is part of the row.
  const partOf = inner.some((value) => !('id' in value) && Object.values(value).some(isPlaceholder));
  return [
    ...(typeof id === 'string' && UUID.test(id) && (own || partOf || below.length > 0) ? [id] : []),
    ...below,
  ];
}

/** The options of a question have ids too, which are none. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isPlaceholder(value: unknown): boolean {
  return value === REDACTED_TEXT || value === REDACTED_URL;
}
