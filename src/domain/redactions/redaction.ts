/** Free text blanked for good because the law asks for it. That it was, when, by whom and why stays. */
import { z } from 'zod';
import { textField } from '../fields.ts';
import { recordStamp } from '../stamps.ts';

/** What stands where a text was. */
export const REDACTED_TEXT = '[redacted]';
/** What stands where an address was: no host of this name can ever exist (RFC 2606). */
export const REDACTED_URL = 'https://redacted.invalid/';

/**
 * The fields that hold free text, by kind of thing. A structured one (`evidence`, `anchors`, `hedge`,
 * `options`) loses the text within; `retraction`, `merge` and `withdrawal` lose the reason given.
 */
export const redactableFields = {
  source: ['title', 'url', 'publisher', 'text', 'retraction'],
  forecaster: ['name', 'aliases', 'affiliation', 'url', 'retraction', 'merge'],
  statement: [
    'text',
    'saidAtReason',
    'scorabilityReason',
    'codedBy',
    'note',
    'anchors',
    'hedge',
    'retraction',
  ],
  question: [
    'title',
    'description',
    'resolutionCriteria',
    'resolutionSource',
    'windowReason',
    'options',
    'retraction',
  ],
  forecast: ['note', 'reason', 'withdrawal', 'retraction'],
  resolution: ['rationale', 'reason', 'evidence'],
  verdict: ['rationale', 'reason', 'evidence'],
} as const;
export type RedactableType = keyof typeof redactableFields;

const reason = textField.describe('Why, for everyone to read: name the order or the law, not the text.');

/** Body of a redaction of that kind of thing. */
export function redactionInput<Type extends RedactableType>(type: Type) {
  const fields = redactableFields[type] as readonly [string, ...string[]];
  return z.strictObject({
    fields: z
      .array(z.enum(fields))
      .min(1)
      .max(fields.length)
      .refine((names) => new Set(names).size === names.length, { error: 'must not name a field twice' })
      .describe('What is blanked, in every version of it.'),
    reason,
  });
}
export interface RedactionInput {
  readonly fields: readonly string[];
  readonly reason: string;
}

export const redaction = z
  .strictObject({
    ...recordStamp,
    subject: z.strictObject({ type: z.string(), id: z.uuid() }),
    fields: z.array(z.string()),
    reason: z.string(),
    records: z
      .array(z.strictObject({ type: z.string(), id: z.uuid(), version: z.int() }))
      .describe('Whose leaves now stand on kept hashes, since their text is gone.'),
  })
  .meta({ id: 'Redaction' });
export type Redaction = z.infer<typeof redaction>;
