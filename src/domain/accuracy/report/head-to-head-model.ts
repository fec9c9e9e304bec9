/** The head-to-head report as data: two forecasters on the questions that both answered. */
import { z } from 'zod';
import { questionTypeKeys } from '../../questions/question.ts';
import { accuracyParameters } from './parameters.ts';
import { reportHead } from './report-head.ts';
import { reportEstimate, reportMeasure, reportNumber } from './report-number.ts';

const count = z.int();

export const duelQuestion = z
  .strictObject({
    questionId: z.string(),
    title: z.string(),
    knownAt: z.string(),
    first: reportNumber,
    second: reportNumber,
    difference: reportNumber.describe('First minus second; null where both are infinite.'),
    cumulative: reportNumber.describe(
      'Sum of the differences so far, in order of knownAt; null from the first that is undefined.',
    ),
  })
  .meta({ id: 'DuelQuestion' });

export const duelColumn = z
  .strictObject({
    questions: count.describe('That both answered, compared on the time that both cover.'),
    clusters: count,
    firstMean: reportMeasure,
    secondMean: reportMeasure,
    difference: reportEstimate.describe('Mean of first minus second, with a cluster-robust interval.'),
    dieboldMariano: z
      .strictObject({ statistic: reportMeasure, p: reportMeasure })
      .describe(
        'Lag 1 with the correction of Harvey, Leybourne and Newbold; questions taken as independent.',
      ),
    evidence: z
      .strictObject({ firstIsBetter: reportMeasure, secondIsBetter: reportMeasure })
      .describe(
        'E-values in order of resolution, valid however often one looks; 20 is strong. Binary, brier or log_score.',
      ),
    dominance: z
      .enum(['first', 'second', 'equal', 'neither'])
      .nullable()
      .describe(
        'Who is at least as good under every proper score; neither: the verdict depends on the score.',
      ),
    questionsToDetect: reportMeasure.describe(
      'Questions needed to detect the difference seen, with 80 % power at 5 %.',
    ),
    declared: z
      .enum(['first', 'second'])
      .nullable()
      .describe('Only where the interval of the difference excludes 0 and hedges cannot turn it round.'),
    list: z.array(duelQuestion).describe('By knownAt; the latest 500.'),
    listOmitted: count,
  })
  .meta({ id: 'DuelColumn' });
export type DuelColumn = z.infer<typeof duelColumn>;

const forecaster = z.strictObject({ id: z.string(), name: z.string() });

export const headToHeadModel = z
  .strictObject({
    kind: z.literal('headToHead'),
    ...reportHead,
    parameters: accuracyParameters,
    first: forecaster,
    second: forecaster,
    rows: z.array(
      z
        .strictObject({
          questionType: z.enum(questionTypeKeys),
          rule: z.string(),
          ruleTitle: z.string(),
          orientation: z.enum(['loss', 'gain']),
          strict: duelColumn,
          lenient: duelColumn,
        })
        .meta({ id: 'DuelRow' }),
    ),
  })
  .meta({ id: 'HeadToHeadReport', description: 'Two forecasters on the questions that both answered.' });
export type HeadToHeadReport = z.infer<typeof headToHeadModel>;
