/** An operational reading of a statement, or a question of its own, that a stranger could resolve. */
import { z } from 'zod';
import { MAXIMUM_BATCH } from '../batches/batch.ts';
import { idField, labelField, labelsField, nameField, textField } from '../fields.ts';
import { resolution } from '../resolutions/resolution.ts';
import { editableStamp, redactionMark, retractionMark } from '../stamps.ts';
import { isTimezone, momentField, momentOutput } from '../time.ts';
import { outcomeField, outcomeOutput } from './prediction-fields.ts';
import { milestonesField, optionEdgesField, transformField } from './scoring-fields.ts';

export const questionTypeKeys = ['binary', 'multipleChoice', 'numeric', 'date'] as const;
export const readings = ['plain', 'strict', 'lenient'] as const;
export const windowBases = ['stated', 'inferred', 'imputed', 'none'] as const;
export const questionStatuses = ['upcoming', 'open', 'closed', 'resolved', 'void'] as const;
export type QuestionStatus = (typeof questionStatuses)[number];

export const questionOption = z
  .strictObject({
    /** A forecast has a field of this name, and a body may have none named `__proto__`. */
    id: z.string().regex(/^(?!__proto__$)[A-Za-z0-9_.-]{1,64}$/, {
      error: 'must be 1 to 64 letters, digits, _ . or -, and not __proto__',
    }),
    label: nameField,
  })
  .meta({ id: 'QuestionOption' });

const range = z
  .strictObject({ min: z.number(), max: z.number() })
  .refine((bounds) => bounds.min < bounds.max, { path: ['max'], error: 'must be above min' })
  .meta({ id: 'QuestionRange' });

const timezone = z
  .string()
  .max(64)
  .refine(isTimezone, { error: 'must be an IANA time zone such as UTC or America/New_York' });

const editable = {
  title: nameField,
  description: textField.nullable(),
  resolutionCriteria: textField,
  resolutionSource: textField.nullable(),
  options: z.array(questionOption).min(2).max(200).nullable(),
  ordered: z.boolean().describe('The options are a scale, in this order (multipleChoice).'),
  optionEdges: optionEdgesField.nullable(),
  unit: labelField.nullable(),
  range: range
    .nullable()
    .describe('Span of the numeric axis, for averages over questions of different units.'),
  transform: transformField.nullable(),
  milestones: milestonesField.nullable(),
  timezone,
  opensAt: momentField.nullable(),
  closesAt: momentField.nullable(),
  resolvesBy: momentField.nullable(),
  windowBasis: z.enum(windowBases),
  windowReason: textField.nullable(),
  reading: z.enum(readings),
  topics: labelsField,
  entities: labelsField,
};

/** The question whose outcome must be this for the dependant to count. */
export const conditionInput = z
  .strictObject({ questionId: idField, outcome: outcomeField })
  .meta({ id: 'ConditionInput' });

/** Body of `POST /v1/questions`. */
export const questionInput = z
  .strictObject({
    title: editable.title,
    type: z.enum(questionTypeKeys),
    description: editable.description.default(null),
    resolutionCriteria: editable.resolutionCriteria,
    resolutionSource: editable.resolutionSource.default(null),
    options: editable.options.default(null),
    ordered: editable.ordered.default(false),
    optionEdges: editable.optionEdges.default(null),
    unit: editable.unit.default(null),
    range: editable.range.default(null),
    transform: editable.transform.default(null),
    milestones: editable.milestones.default(null),
    timezone: editable.timezone.default('UTC'),
    opensAt: editable.opensAt.default(null),
    closesAt: editable.closesAt.default(null),
    resolvesBy: editable.resolvesBy.default(null),
    windowBasis: editable.windowBasis.default('none'),
    windowReason: editable.windowReason.default(null),
    condition: conditionInput.nullable().default(null),
    reading: editable.reading.default('plain'),
    statementId: idField.nullable().default(null),
    topics: editable.topics.default([]),
    entities: editable.entities.default([]),
  })
  .meta({ id: 'QuestionInput' });
export type QuestionInput = z.output<typeof questionInput>;

/** Body of `POST /v1/questions/batch`. */
export const questionBatchInput = z
  .strictObject({ questions: z.array(questionInput).min(1).max(MAXIMUM_BATCH) })
  .meta({ id: 'QuestionBatchInput' });

/** Body of `PATCH /v1/questions/{id}`. */
export const questionChange = z
  .strictObject({
    ...editable,
    type: z.enum(questionTypeKeys),
    condition: conditionInput.nullable(),
    statementId: idField.nullable(),
  })
  .partial()
  .meta({ id: 'QuestionChange' });
export type QuestionChange = z.output<typeof questionChange>;

/** A question as it stands inside a statement. */
export const questionSummary = z
  .strictObject({
    id: z.uuid(),
    title: z.string(),
    type: z.enum(questionTypeKeys),
    reading: z.enum(readings),
    status: z.enum(questionStatuses),
    resolvesBy: momentOutput.nullable(),
    outcome: outcomeOutput.nullable(),
  })
  .meta({ id: 'QuestionSummary' });

export const question = z
  .strictObject({
    ...editableStamp,
    title: z.string().describe('The question in one line.'),
    type: z.enum(questionTypeKeys).describe('Form of its predictions and outcomes.'),
    description: z.string().nullable().describe('Background.'),
    resolutionCriteria: z.string().describe('What decides it.'),
    resolutionSource: z.string().nullable().describe('Where the answer will be found.'),
    options: z
      .array(z.strictObject({ id: z.string(), label: z.string() }))
      .nullable()
      .describe('What can be chosen (multipleChoice).'),
    ordered: z.boolean().describe('The options are a scale, in this order.'),
    optionEdges: z
      .array(z.number().nullable())
      .nullable()
      .describe(optionEdgesField.description ?? ''),
    unit: z.string().nullable().describe('Unit of the numbers (numeric), or of the edges of options.'),
    range: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
    transform: transformField.nullable().describe(transformField.description ?? ''),
    milestones: z
      .array(z.string())
      .nullable()
      .describe(milestonesField.description ?? ''),
    timezone: z.string().describe('Time zone (IANA) in which its days end.'),
    opensAt: momentOutput.nullable().describe('From when forecasts count; a date means the end of that day.'),
    closesAt: momentOutput
      .nullable()
      .describe('Until when forecasts count, exclusive; a date means the end of that day.'),
    resolvesBy: momentOutput
      .nullable()
      .describe('When the answer is due; a date means the end of that day. Null: no horizon.'),
    windowBasis: z.enum(windowBases).describe('How the window follows from what was said.'),
    windowReason: z.string().nullable().describe('Why the window is so.'),
    condition: z.strictObject({ questionId: z.uuid(), outcome: outcomeOutput }).nullable(),
    reading: z.enum(readings).describe('strict and lenient are two readings of one vague remark.'),
    statementId: z.uuid().nullable().describe('The statement that it reads; null: a question of its own.'),
    topics: z.array(z.string()).describe('What it is about.'),
    entities: z.array(z.string()).describe('Whom and what it names.'),
    status: z.enum(questionStatuses).describe('By the current resolution, else by the clock.'),
    resolution: resolution.nullable().describe('The current resolution.'),
    retraction: retractionMark,
    redaction: redactionMark,
  })
  .meta({ id: 'Question' });
export type Question = z.infer<typeof question>;
