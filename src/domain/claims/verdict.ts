/** The finding on a claim: append-only, the last one stands. */
import { z } from 'zod';
import { idField, textField } from '../fields.ts';
import { evidence, evidenceListInput } from '../resolutions/evidence.ts';
import { recordStamp, redactionMark } from '../stamps.ts';
import { momentField, momentOutput } from '../time.ts';

export const verdictRatings = [
  'accurate',
  'mostlyAccurate',
  'disputed',
  'inaccurate',
  'unverifiable',
] as const;
export type VerdictRating = (typeof verdictRatings)[number];

/** Body of `POST /v1/statements/{id}/verdicts`. */
export const verdictInput = z
  .strictObject({
    rating: z.enum(verdictRatings),
    knownAt: momentField.nullable().default(null),
    rationale: textField.nullable().default(null),
    evidence: evidenceListInput.min(1, { error: 'a verdict needs at least one item of evidence' }),
    supersedesId: idField.nullable().default(null).describe('A correction names the verdict it replaces.'),
    reason: textField.nullable().default(null).describe('Why it is corrected; required with supersedesId.'),
  })
  .meta({ id: 'VerdictInput' });
export type VerdictInput = z.output<typeof verdictInput>;

export const verdict = z
  .strictObject({
    ...recordStamp,
    statementId: z.uuid(),
    revision: z.int(),
    rating: z.enum(verdictRatings),
    knownAt: momentOutput.nullable(),
    rationale: z.string().nullable(),
    evidence: z.array(evidence),
    supersedesId: z.uuid().nullable(),
    reason: z.string().nullable(),
    current: z.boolean(),
    redaction: redactionMark,
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof verdict>;
