import type { Redaction } from '../../../domain/redactions/redaction.ts';
import type { Database } from '../transaction.ts';
import { iso } from './items.ts';

/** A redaction with the records whose text it blanked. */
export async function readRedaction(database: Database, id: string): Promise<Redaction | null> {
  const row = await database.redaction.findUnique({
    where: { id },
    include: { restatements: { orderBy: [{ recordSeq: 'asc' }, { recordId: 'asc' }] } },
  });
  if (row === null) return null;
  return {
    id,
    seq: Number(row.seq),
    recordedAt: iso(row.recordedAt),
    recordedBy: row.recordedBy,
    recordSha256: row.recordSha256,
    subject: { type: row.subjectType, id: row.subjectId },
    fields: row.fields,
    reason: row.reason,
    records: row.restatements.map(({ recordType, recordId, recordVersion }) => ({
      type: recordType,
      id: recordId,
      version: recordVersion,
    })),
  };
}
