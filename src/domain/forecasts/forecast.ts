/** A forecaster's prediction on a question at a time: never edited; corrected, withdrawn or superseded. */
import { z } from 'zod';
import { MAXIMUM_BATCH } from '../batches/batch.ts';
import { idField, textField } from '../fields.ts';
import { predictionField, predictionOutput } from '../questions/prediction-fields.ts';
import { recordStamp, redactionMark, retractionMark } from '../stamps.ts';
import { instantField, instantOutput } from '../time.ts';

export const forecastBases = ['stated', 'verbal', 'assigned', 'imported'] as const;
export const ignoredReasons = [
  'madeAtOrAfterClose',
  'madeAfterOutcomeKnown',
  'superseded',
  'retracted',
] as const;
export type IgnoredReason = (typeof ignoredReasons)[number];

/** Fields of a forecast without its question; the statement route embeds them. */
export const forecastInputFields = {
  forecasterId: idField,
  madeAt: instantField,
  prediction: predictionField,
  basis: z.enum(forecastBases),
  statementId: idField.nullable().default(null).describe('The statement that implies it.'),
  note: textField.nullable().default(null),
};

/** Body of `POST /v1/forecasts`, first entry or correction. */
export const forecastInput = z
  .strictObject({
    questionId: idField,
    ...forecastInputFields,
    statementId: forecastInputFields.statementId
      .unwrap()
      .exactOptional()
      .describe(
        'The statement that implies it. Left out: none; of a correction that of the forecast it replaces.',
      ),
    note: forecastInputFields.note
      .unwrap()
      .exactOptional()
      .describe('Left out: none; of a correction that of the forecast it replaces.'),
    supersedesId: idField
      .nullable()
      .default(null)
      .describe(
        'A correction names the forecast it replaces (scope resolve). It is of the same question, forecaster and madeAt; forecasterId may name the forecaster that the recorded one was merged into.',
      ),
    reason: textField.nullable().default(null).describe('Why it is corrected; required with supersedesId.'),
  })
  .meta({ id: 'ForecastInput' });
export type ForecastInput = z.output<typeof forecastInput>;
/** What is recorded of it: nothing is left out. */
export type CompleteForecast = ForecastInput & Pick<FirstForecastInput, 'statementId' | 'note'>;

/** Body of `POST /v1/forecasts/batch`. */
export const forecastBatchInput = z
  .strictObject({
    forecasts: z
      .array(
        z.strictObject({ questionId: idField, ...forecastInputFields }).meta({ id: 'FirstForecastInput' }),
      )
      .min(1)
      .max(MAXIMUM_BATCH)
      .describe('First entries; a correction is sent by itself.'),
  })
  .meta({ id: 'ForecastBatchInput' });
export type FirstForecastInput = z.output<typeof forecastBatchInput>['forecasts'][number];

/** Body of `POST /v1/forecasts/{id}/withdrawal`. */
export const withdrawalInput = z
  .strictObject({
    withdrawnAt: instantField
      .nullable()
      .default(null)
      .describe('From when it no longer stands; absent: now.'),
    reason: textField.nullable().default(null),
  })
  .meta({ id: 'WithdrawalInput' });
export type WithdrawalInput = z.output<typeof withdrawalInput>;

/** A score on the wire: infinite is the string, undefined is null with a reason. */
export const scoreValue = z.union([z.number(), z.literal('Infinity')]).nullable();

export const forecastScore = z
  .strictObject({
    rule: z.string(),
    value: scoreValue,
    reason: z.string().nullable(),
    resolutionId: z.uuid(),
  })
  .meta({ id: 'ForecastScore' });

export const forecast = z
  .strictObject({
    ...recordStamp,
    questionId: z.uuid().describe('The question it is on.'),
    forecasterId: z.uuid().describe('Whose forecast it is.'),
    madeAt: instantOutput.describe('When it was made, in the world.'),
    prediction: predictionOutput,
    impliedByMilestones: z
      .array(z.strictObject({ by: z.string(), probability: z.number() }))
      .nullable()
      .describe(
        'Of a date whose question declares milestones: the probability that it comes by each, that day included. Null otherwise, and of a point or one interval.',
      ),
    basis: z
      .enum(forecastBases)
      .describe(
        'stated: the speaker gave the number; verbal: from a hedge; assigned: an editor judged; imported.',
      ),
    statementId: z.uuid().nullable().describe('The statement that implies it.'),
    note: z.string().nullable().describe('Remark of whoever recorded it.'),
    revision: z.int().describe('1 for the first entry; a correction adds one.'),
    supersedesId: z.uuid().nullable().describe('The forecast that it corrects.'),
    supersededById: z.uuid().nullable().describe('Its correction: this one no longer counts.'),
    reason: z.string().nullable().describe('Why it was corrected.'),
    withdrawnAt: instantOutput.nullable().describe('From when it no longer stands.'),
    capturedAfterOutcome: z.boolean().describe('It entered the record after the outcome was known.'),
    ignored: z
      .strictObject({ reason: z.enum(ignoredReasons) })
      .nullable()
      .describe('Stored, but not scored. retracted: it was, or its question, speaker, statement or source.'),
    scores: z
      .array(forecastScore)
      .describe(
        'Under the current resolution; with basis verbal also over the whole interval of the words (rules that apply to hedges).',
      ),
    retraction: retractionMark,
    redaction: redactionMark,
  })
  .meta({ id: 'Forecast' });
export type Forecast = z.infer<typeof forecast>;
