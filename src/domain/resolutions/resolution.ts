/** The outcome of a question: append-only, the latest one stands. */
import { z } from 'zod';
import { idField, textField } from '../fields.ts';
import { type Outcome, outcomeField, outcomeOutput } from '../questions/prediction-fields.ts';
import { recordStamp, redactionMark } from '../stamps.ts';
import { momentField, momentOutput } from '../time.ts';
import { evidence, evidenceListInput } from './evidence.ts';

export const voidReasons = ['annulled', 'ambiguous', 'conditionFalse', 'notAvailable'] as const;
export type VoidReason = (typeof voidReasons)[number];
export type ResolutionState = 'value' | 'void' | 'reopened';

/** Body of `POST /v1/questions/{id}/resolutions`, first outcome or correction. */
export const resolutionInput = z
  .strictObject({
    outcome: outcomeField,
    knownAt: momentField
      .nullable()
      .default(null)
      .describe('When the world knew. Required for an outcome, optional for a void.'),
    rationale: textField.nullable().default(null),
    evidence: evidenceListInput.default([]).describe('At least one item unless void or reopened.'),
    supersedesId: idField.nullable().default(null).describe('A correction names the resolution it replaces.'),
    reason: textField.nullable().default(null).describe('Why it is corrected; required with supersedesId.'),
  })
  .meta({ id: 'ResolutionInput' });
export type ResolutionInput = z.output<typeof resolutionInput>;

export const resolution = z
  .strictObject({
    ...recordStamp,
    questionId: z.uuid().describe('The question that it resolves.'),
    revision: z.int().describe('1 for the first outcome; each correction adds one.'),
    outcome: outcomeOutput,
    knownAt: momentOutput.nullable().describe('When the world knew, as precise as it was sent.'),
    early: z.boolean().describe('Known before the question closed: scoring ends there.'),
    rationale: z.string().nullable().describe('Why this is the outcome.'),
    evidence: z.array(evidence).describe('What it rests on.'),
    supersedesId: z.uuid().nullable().describe('The resolution that it corrects.'),
    reason: z.string().nullable().describe('Why it was corrected.'),
    causeResolutionId: z
      .uuid()
      .nullable()
      .describe('The resolution of the condition that brought this one about.'),
    current: z.boolean().describe('Whether it stands; the others are history.'),
    redaction: redactionMark,
  })
  .meta({ id: 'Resolution' });
export type Resolution = z.infer<typeof resolution>;

/** Which of the three forms an outcome has. */
export function resolutionState(outcome: Outcome): ResolutionState {
  if ('void' in outcome) return 'void';
  return 'reopened' in outcome ? 'reopened' : 'value';
}
