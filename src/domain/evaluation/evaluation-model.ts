/** An evaluation as data: the cells and curves of the reports, for forecasts that are not on record. */
import { z } from 'zod';
import { accuracyRow } from '../accuracy/report/models/accuracy-model.ts';
import { calibrationCurves } from '../accuracy/report/models/calibration-model.ts';
import { accuracyCell } from '../accuracy/report/models/cell-model.ts';
import { reportHead } from '../accuracy/report/models/report-head.ts';
import { reportNumber } from '../accuracy/report/models/report-number.ts';
import { leftOutReasons } from './evaluated-forecast.ts';
import { evaluationOptions } from './options.ts';

const count = z.int();

const leftOutField = Object.fromEntries(leftOutReasons.map((reason) => [reason, count])) as Record<
  (typeof leftOutReasons)[number],
  typeof count
>;

const { questionType, rule, ruleTitle, orientation, unit } = accuracyRow.shape;

export const evaluatedRow = z
  .strictObject({ questionType, rule, ruleTitle, orientation, unit, cell: accuracyCell })
  .meta({ id: 'EvaluatedRow', description: 'One question type under one scoring rule.' });
export type EvaluatedRow = z.infer<typeof evaluatedRow>;

const figures = {
  forecasts: z
    .strictObject({ read: count, scored: count })
    .describe('read = scored + those left out; no row is dropped without a count.'),
  leftOut: z
    .strictObject({
      ...leftOutField,
      notApplicable: count.describe('Scored by none of the rules.'),
      withheldForSmallSample: count.describe('Numbers, not forecasts: held back because n is small.'),
    })
    .describe('Why forecasts are not scored.'),
  rows: z.array(evaluatedRow),
  calibration: calibrationCurves
    .nullable()
    .describe('Of the binary forecasts; null without any, and where no curves are asked for.'),
};
export const evaluatedFigures = z.strictObject(figures).meta({ id: 'EvaluatedFigures' });
export type EvaluatedFigures = z.infer<typeof evaluatedFigures>;

export const evaluatedGroup = z
  .strictObject({ forecaster: z.string(), ...figures })
  .meta({ id: 'EvaluatedGroup' });
export type EvaluatedGroup = z.infer<typeof evaluatedGroup>;

export const rowScores = z
  .strictObject({
    row: count.describe('From 1, in the order sent.'),
    forecaster: z.string(),
    question: z.string().nullable(),
    leftOut: z.enum(leftOutReasons).nullable().describe('Why it is not scored; null where it is.'),
    scores: z.array(z.strictObject({ rule: z.string(), value: reportNumber, reason: z.string().nullable() })),
  })
  .meta({ id: 'RowScores', description: 'The scores of one row, not rounded.' });
export type RowScores = z.infer<typeof rowScores>;

const { methodVersion, notes, contentSha256 } = reportHead;

export const evaluationReport = z
  .strictObject({
    kind: z.literal('evaluation'),
    methodVersion,
    notes,
    contentSha256,
    parameters: z
      .strictObject({
        rules: z.array(z.string()).describe('Empty: the default rules of each question type.'),
        ...evaluationOptions.shape,
      })
      .meta({ id: 'EvaluationParameters' }),
    groups: z.array(evaluatedGroup),
    groupsOmitted: z
      .strictObject({ groups: count, forecasts: count })
      .describe('Beyond groupLimit; the totals hold them.'),
    totals: evaluatedFigures.describe('Each forecast once.'),
    scores: z.array(rowScores).nullable().describe('Null unless asked for.'),
  })
  .meta({ id: 'EvaluationReport', description: 'How accurate forecasts were that are not on record.' });
export type EvaluationReport = z.infer<typeof evaluationReport>;
