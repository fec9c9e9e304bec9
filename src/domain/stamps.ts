/** What stands on recorded things beside their own fields. */
import { z } from 'zod';
import { instantOutput } from './time.ts';

/** What stands on every editable thing. */
export const editableStamp = {
  id: z.uuid().describe('Id, the same for ever (UUIDv7).'),
  version: z.int().describe('1 for the first; every edit adds one.'),
  seq: z.int().describe('Audit number of the last change.'),
  createdAt: instantOutput.describe('When it entered the record.'),
};

export const retractionMark = z
  .strictObject({ reason: z.string(), recordedAt: instantOutput })
  .nullable()
  .describe('Entered by mistake: readable, out of default lists and scores, counted.')
  .meta({ id: 'RetractionMark' });
export type RetractionMark = z.infer<typeof retractionMark>;

export const redactionMark = z
  .strictObject({ fields: z.array(z.string()), reason: z.string(), recordedAt: instantOutput })
  .nullable()
  .describe(
    'Free text that was blanked for the law, in all redactions of it; the last reason. It stays whatever is edited later.',
  )
  .meta({ id: 'RedactionMark' });
export type RedactionMark = z.infer<typeof redactionMark>;

/** What stands on every append-only thing. */
export const recordStamp = {
  id: z.uuid().describe('Id, the same for ever (UUIDv7).'),
  seq: z.int().describe('Audit number under which it was recorded.'),
  recordedAt: instantOutput.describe("When it entered the record, by the database's clock."),
  recordedBy: z.uuid().describe('Id of the key that wrote it.'),
  recordSha256: z.string().describe('SHA-256 of the immutable part.'),
};
