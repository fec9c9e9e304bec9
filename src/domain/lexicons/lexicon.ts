/** A published or provisional table from hedge phrases to intervals of probability. */
import { z } from 'zod';
import { labelField, languageField, nameField, probabilityField, textField } from '../fields.ts';
import { instantOutput } from '../time.ts';

const entryInput = z
  .strictObject({ phrase: labelField, lower: probabilityField, upper: probabilityField })
  .refine((entry) => entry.lower <= entry.upper, { path: ['upper'], error: 'must not be below lower' });

export const lexiconInput = z.strictObject({
  key: labelField,
  version: labelField,
  title: nameField,
  language: languageField,
  register: labelField,
  partition: z.boolean(),
  status: z.enum(['published', 'provisional-unvalidated']),
  source: textField,
  entries: z.array(entryInput).min(1).max(500),
});
export type LexiconInput = z.output<typeof lexiconInput>;

export const lexicon = z
  .strictObject({
    id: z.uuid(),
    key: z.string(),
    version: z.string(),
    title: z.string(),
    language: z.string(),
    register: z.string(),
    partition: z.boolean().describe('Whether the intervals cut 0..1 without gap or overlap.'),
    status: z.string(),
    source: z.string(),
    entries: z.array(z.strictObject({ phrase: z.string(), lower: z.number(), upper: z.number() })),
    seq: z.int(),
    createdAt: instantOutput,
  })
  .meta({ id: 'Lexicon' });
export type Lexicon = z.infer<typeof lexicon>;
