/** One event a transaction, in a hash chain: what was written, by whom, in which order. */
import { z } from 'zod';
import { instantOutput } from '../time.ts';

export const auditSubject = z.strictObject({ type: z.string(), id: z.uuid() }).meta({ id: 'AuditSubject' });

export const auditRecord = z
  .strictObject({ type: z.string(), id: z.uuid(), version: z.int(), sha256: z.string() })
  .meta({ id: 'AuditRecord' });
export type AuditRecord = z.infer<typeof auditRecord>;

export const auditEvent = z
  .strictObject({
    seq: z.int(),
    recordedAt: instantOutput,
    actor: z.uuid().describe('Id of the key.'),
    action: z.string(),
    subject: auditSubject,
    records: z.array(auditRecord).describe('What the transaction wrote, in order.'),
    recordSha256: z.string().describe('SHA-256 over the ordered records.'),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditHead = z
  .strictObject({ seq: z.int(), hash: z.string(), recordedAt: instantOutput })
  .meta({ id: 'AuditHead' });
export type AuditHead = z.infer<typeof auditHead>;
