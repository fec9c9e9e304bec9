/** The flat view: one row a forecast, everything joined that a reader of a table wants. */
import { z } from 'zod';
import { outcomeOutput } from '../questions/prediction-fields.ts';
import { questionStatuses, questionTypeKeys, readings } from '../questions/question.ts';
import { instantOutput, momentOutput } from '../time.ts';
import { forecastBases, scoreValue } from './forecast.ts';

export const prediction = z
  .strictObject({
    forecastId: z.uuid(),
    questionId: z.uuid(),
    statementId: z.uuid().nullable(),
    forecasterId: z.uuid(),
    forecaster: z.string(),
    source: z.string().nullable().describe('Title of the source.'),
    saidAt: instantOutput.nullable(),
    madeAt: instantOutput,
    statement: z.string().nullable().describe('What was said, paraphrased.'),
    question: z.string().describe('Title of the question.'),
    type: z.enum(questionTypeKeys),
    reading: z.enum(readings),
    basis: z.enum(forecastBases),
    hedge: z.string().nullable().describe('The words that carry the certainty.'),
    probability: z
      .number()
      .nullable()
      .describe(
        'Binary questions; with basis verbal the midpoint of the hedge, not a number the speaker gave.',
      ),
    probabilityLow: z.number().nullable(),
    probabilityHigh: z.number().nullable(),
    summary: z.string().describe('The prediction in one line, whatever its type.'),
    resolvesBy: momentOutput.nullable(),
    status: z.enum(questionStatuses),
    outcome: outcomeOutput.nullable(),
    knownAt: momentOutput.nullable(),
    brier: scoreValue,
    logScore: scoreValue,
    topics: z.array(z.string()),
    entities: z.array(z.string()),
    capturedAfterOutcome: z.boolean(),
    links: z.strictObject({
      forecast: z.string(),
      question: z.string(),
      statement: z.string().nullable(),
      resolve: z.string().describe('POST the outcome here.'),
    }),
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof prediction>;
