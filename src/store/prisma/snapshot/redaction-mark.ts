/**
 * Whether text of a row was redacted. It is gone from every version, so that the mark stands also on
 * the states before, of which `redactions` are only those of then.
 */
import type { RedactionMark } from '../../../domain/stamps.ts';
import { Prisma } from '../generated/client.ts';

/** Column `redaction` of the row with that id. */
export function selectRedaction(id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT json_build_object('fields', array_agg(DISTINCT field ORDER BY field), 'reason', (array_agg(d.reason ORDER BY d.seq DESC))[1],
    'recordedAt', max(d.recorded_at)) FROM public.redactions d, unnest(d.fields) AS field WHERE d.subject_id = ${id} HAVING count(*) > 0) AS redaction`;
}

/** The mark with its time as instants are written. */
export function toRedaction(mark: RedactionMark): RedactionMark {
  return mark === null ? null : { ...mark, recordedAt: new Date(mark.recordedAt).toISOString() };
}
