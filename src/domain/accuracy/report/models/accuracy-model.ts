/** The accuracy report as data: what every renderer prints, and what the API answers as JSON. */
import { z } from 'zod';
import { questionTypeKeys } from '../../../questions/question.ts';
import { statementCounts, verdictCounts } from '../groups/statement-counts.ts';
import { timeline } from '../models/timeline.ts';
import { leftOutReasons } from '../selection/counting.ts';
import { accuracyCell } from './cell-model.ts';
import { accuracyParameters, groupKeys } from './parameters.ts';
import { reportHead } from './report-head.ts';

const count = z.int();

const leftOutField = Object.fromEntries(leftOutReasons.map((reason) => [reason, count])) as Record<
  (typeof leftOutReasons)[number],
  typeof count
>;

export const leftOutCounts = z
  .strictObject({
    ...leftOutField,
    notApplicable: count.describe('Scored by none of the rules of this report.'),
    withheldForSmallSample: count.describe('Numbers, not forecasts: held back because n is small.'),
  })
  .meta({
    id: 'LeftOutCounts',
    description: 'Forecasts that are not scored, each counted under its first reason.',
  });
export type LeftOutCounts = z.infer<typeof leftOutCounts>;

export const accuracyRow = z
  .strictObject({
    questionType: z.enum(questionTypeKeys),
    rule: z.string(),
    ruleTitle: z.string(),
    orientation: z.enum(['loss', 'gain']),
    unit: z.string().nullable(),
    strict: accuracyCell.describe('Questions with a plain or strict reading.'),
    lenient: accuracyCell.describe('Questions with a plain or lenient reading.'),
  })
  .meta({ id: 'AccuracyRow', description: 'One question type under one scoring rule.' });
export type AccuracyRow = z.infer<typeof accuracyRow>;

export const accuracyFigures = {
  forecasts: z
    .strictObject({ selected: count, scored: count })
    .describe('selected = scored + those left out.'),
  rows: z.array(accuracyRow),
  leftOut: leftOutCounts,
  statements: statementCounts.nullable().describe('Null where the grouping has no meaning for statements.'),
  verdicts: verdictCounts.nullable(),
};

export const groupValue = z
  .strictObject({ key: z.enum(groupKeys), id: z.string().nullable(), label: z.string() })
  .meta({ id: 'ReportGroupValue' });

export const accuracyGroup = z
  .strictObject({ values: z.array(groupValue), ...accuracyFigures })
  .meta({ id: 'AccuracyGroup' });
export type AccuracyGroup = z.infer<typeof accuracyGroup>;

export const accuracyTotals = z.strictObject(accuracyFigures).meta({ id: 'AccuracyTotals' });
export type AccuracyTotals = z.infer<typeof accuracyTotals>;

export const accuracyReportModel = z
  .strictObject({
    kind: z.literal('accuracy'),
    ...reportHead,
    parameters: accuracyParameters,
    groups: z.array(accuracyGroup),
    groupsOmitted: z
      .strictObject({ groups: count, forecasts: count })
      .describe('Beyond groupLimit; the totals hold them.'),
    timelines: z.array(timeline),
    totals: accuracyTotals.describe('Computed from the forecasts, not from the groups: each forecast once.'),
  })
  .meta({ id: 'AccuracyReport', description: 'Who was how accurate, with counts of everything left out.' });
export type AccuracyReport = z.infer<typeof accuracyReportModel>;
