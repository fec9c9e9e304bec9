/** What an outcome or a verdict rests on. Its address is kept, never fetched. */
import { z } from 'zod';
import { nameField, textField, urlField } from '../fields.ts';
import { isDateOnly } from '../time.ts';

export const evidenceTiers = ['primary', 'press', 'secondary'] as const;

const publishedOn = z
  .string()
  .meta({ examples: ['2026', '2026-04', '2026-04-29'] })
  .refine(
    (text) =>
      isDateOnly(text) || isDateOnly(`${text}-01`) || (/^\d{4}$/.test(text) && isDateOnly(`${text}-01-01`)),
    {
      error: 'must be a year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD',
    },
  );

export const evidenceInput = z
  .strictObject({
    url: urlField,
    title: nameField.nullable().default(null),
    publisher: nameField.nullable().default(null),
    publishedOn: publishedOn.nullable().default(null),
    tier: z.enum(evidenceTiers),
    fact: textField.describe('The fact it shows, in your own words.'),
    archiveUrl: urlField.nullable().default(null),
  })
  .meta({ id: 'EvidenceInput' });
export type EvidenceInput = z.output<typeof evidenceInput>;

export const evidenceListInput = z.array(evidenceInput).max(50);

export const evidence = z
  .strictObject({
    url: z.string(),
    title: z.string().nullable(),
    publisher: z.string().nullable(),
    publishedOn: z.string().nullable(),
    tier: z.enum(evidenceTiers),
    fact: z.string(),
    archiveUrl: z.string().nullable(),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof evidence>;
