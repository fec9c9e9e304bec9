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

/** Ratings as people read them. */
export const ratingWords: Readonly<Record<VerdictRating, string>> = {
  accurate: 'Accurate',
  mostlyAccurate: 'Mostly accurate',
  disputed: 'Disputed',
  inaccurate: 'Inaccurate',
  unverifiable: 'Unverifiable',
};

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
    statementId: z.uuid().describe('The claim that it is on.'),
    revision: z.int().describe('1 for the first verdict; each correction adds one.'),
    rating: z.enum(verdictRatings).describe('The finding.'),
    knownAt: momentOutput.nullable().describe('When the world knew, as precise as it was sent.'),
    rationale: z.string().nullable().describe('Why this is the finding.'),
    evidence: z.array(evidence).describe('What it rests on.'),
    supersedesId: z.uuid().nullable().describe('The verdict that it corrects.'),
    reason: z.string().nullable().describe('Why it was corrected.'),
    current: z.boolean().describe('Whether it stands; the others are history.'),
    redaction: redactionMark,
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof verdict>;
