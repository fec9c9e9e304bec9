/**
 * How much hangs on a thing: what stands (not retracted, forecasts in their last revision). Counts
 * change when other things are written, so they are no part of an item and are given when asked for.
 */
import { z } from 'zod';

const statements = z.int().describe('Statements that stand.');
const questions = z.int().describe('Questions that stand.');
const forecasts = z.int().describe('Forecasts that stand, each in its last revision.');
const forecasters = z.int().describe('Forecasters with a forecast that stands.');

/** What is counted of each noun. A duplicate that was merged counts for what it became. */
export const countsOf = {
  source: z.strictObject({ statements, questions, forecasts }).meta({ id: 'CountsOfSource' }),
  forecaster: z.strictObject({ statements, forecasts }).meta({ id: 'CountsOfForecaster' }),
  topic: z.strictObject({ statements, questions }).meta({ id: 'CountsOfTopic' }),
  entity: z.strictObject({ statements, questions }).meta({ id: 'CountsOfEntity' }),
  statement: z.strictObject({ questions, forecasts }).meta({ id: 'CountsOfStatement' }),
  question: z.strictObject({ forecasts, forecasters }).meta({ id: 'CountsOfQuestion' }),
} as const;

export type CountedType = keyof typeof countsOf;
export type Counts<Type extends CountedType> = z.infer<(typeof countsOf)[Type]>;
