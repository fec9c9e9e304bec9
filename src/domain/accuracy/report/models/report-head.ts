/** What stands on a report of every kind. */
import { z } from 'zod';

/** Changes when equal records would give other numbers. */
export const METHOD_VERSION = '7';

export const reportHead = {
  methodVersion: z.string(),
  asOfSeq: z.int().describe('Audit number of the record that the report is computed from.'),
  asOf: z.string().nullable().describe('When that audit event was recorded; null for the empty record.'),
  filter: z.record(z.string(), z.unknown()).describe('The filters as asked.'),
  notes: z.array(z.string()).describe('What a reader should know before the numbers.'),
  contentSha256: z
    .string()
    .describe(
      'SHA-256, in lower-case hex, of the UTF-8 bytes of the JSON answer without this field, as canonical JSON (RFC 8785: members sorted by name at every level, no white space). Anybody can recompute it from `format=json`; every other format carries the same one.',
    ),
};
