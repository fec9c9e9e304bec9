/** A published or provisional table from hedge phrases to intervals of probability. */
import { z } from 'zod';
import { labelField, languageField, nameField, probabilityField, textField } from '../fields.ts';
import { instantOutput } from '../time.ts';
import { isPartition } from './intervals.ts';

const entryInput = z
  .strictObject({ phrase: labelField, lower: probabilityField, upper: probabilityField })
  .refine((entry) => entry.lower <= entry.upper, { path: ['upper'], error: 'must not be below lower' });

/**
 * Where its numbers come from: published by who uses the words, that with a change that its source tells,
 * answers of readers, or an assumption of editors.
 */
export const lexiconStatuses = ['published', 'adapted', 'survey', 'provisional-unvalidated'] as const;

export const lexiconInput = z
  .strictObject({
    key: labelField,
    version: labelField,
    title: nameField,
    language: languageField,
    register: labelField,
    partition: z.boolean(),
    status: z.enum(lexiconStatuses),
    source: textField,
    entries: z.array(entryInput).min(1).max(500),
  })
  .refine(({ partition, entries }) => partition === isPartition(entries), {
    path: ['partition'],
    error: 'must be true exactly where the intervals cut 0 to 1 without gap or overlap',
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
    status: z
      .string()
      .describe(
        'published by who uses the words, adapted (that with a change its source tells), survey (answers of readers) or provisional-unvalidated (assumed by editors).',
      ),
    source: z.string().describe('Where the numbers come from, and on what terms.'),
    entries: z.array(z.strictObject({ phrase: z.string(), lower: z.number(), upper: z.number() })),
    seq: z.int(),
    createdAt: instantOutput,
  })
  .meta({ id: 'Lexicon' });
export type Lexicon = z.infer<typeof lexicon>;
