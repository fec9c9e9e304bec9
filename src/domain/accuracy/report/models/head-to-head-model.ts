/** The head-to-head report as data: two forecasters on the questions that both answered. */
import { z } from 'zod';
import { questionTypeKeys } from '../../../questions/question.ts';
import { hedgedFigures } from './hedged-model.ts';
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
        'Paired t test: lag 1 with the correction of Harvey, Leybourne and Newbold; questions taken as independent.',
      ),
    overlapping: z
      .strictObject({
        lag: count
          .nullable()
          .describe(
            'Outcomes this far apart, in the order in which they became known, come from forecasts whose horizons do not overlap; 1: none overlap.',
          ),
        statistic: reportMeasure,
        p: reportMeasure,
        lower: reportMeasure.describe('Interval of the mean difference, each question once.'),
        upper: reportMeasure,
      })
      .describe(
        'Diebold-Mariano at that lag as published, Bartlett weights over twice the lag where its variance is not positive; withheld where the lag is above an eighth of n.',
      ),
    wilcoxon: z
      .strictObject({
        statistic: reportMeasure.describe('Sum of the ranks of positive differences.'),
        p: reportMeasure,
      })
      .describe(
        'Signed ranks, for robustness only: it tests the median of the differences, not the mean score.',
      ),
    evidence: z
      .strictObject({
        firstIsBetter: reportMeasure,
        secondIsBetter: reportMeasure,
        firstIsBetterP: reportMeasure.describe(
          'Anytime-valid p: 1 over the most evidence so far, at most 1.',
        ),
        secondIsBetterP: reportMeasure,
      })
      .describe(
        'E-values in order of resolution, valid however often one looks where no outcome says anything of a later one, so withheld where several questions make one cluster; 20 is strong. Binary, brier or log_score, one forecast a question on each side.',
      ),
    dominance: z
      .enum(['first', 'second', 'equal', 'neither'])
      .nullable()
      .describe(
        'Who is at least as good under every proper score; neither: the verdict depends on the score.',
      ),
    dominanceReason: z.string().nullable(),
    questionsToDetect: reportMeasure.describe(
      'Questions needed to detect the difference seen, with 80 % power at 5 %, as if questions to come differed as much, independently of each other; at least the 10 that an interval needs.',
    ),
    hedges: z
      .strictObject({
        first: hedgedFigures,
        second: hedgedFigures,
        low: reportEstimate.describe('Difference if every hedge of both meant its lower end.'),
        mid: reportEstimate.describe('Difference at the probabilities that the record takes the words for.'),
        high: reportEstimate.describe('Difference if every hedge of both meant its upper end.'),
        verdict: z
          .enum(['first', 'second', 'vaguenessPreventsVerdict'])
          .nullable()
          .describe('Whose interval from best to worst lies below the other; none where they overlap.'),
        reason: z.string().nullable().describe('Why there is no verdict at all.'),
      })
      .describe('The comparison over what the words of both may mean.'),
    declared: z
      .enum(['first', 'second'])
      .nullable()
      .describe('Only where the interval of the difference excludes 0 and hedges cannot turn it round.'),
    list: z.array(duelQuestion).describe('Each question once, by knownAt; the latest 500.'),
    listOmitted: count,
  })
  .meta({ id: 'DuelColumn' });
export type DuelColumn = z.infer<typeof duelColumn>;

export const duelMurphy = z
  .strictObject({
    questions: count.describe('Binary ones that both answered, each once.'),
    reason: z.string().nullable().describe('Why there are no curves.'),
    intervalReason: z.string().nullable().describe('Why there is no interval, or why it is indicative only.'),
    points: z.array(
      z
        .strictObject({
          threshold: z.number(),
          first: reportNumber,
          second: reportNumber,
          difference: reportNumber.describe('First minus second; below 0 favours the first.'),
          lower: reportNumber.describe('Interval of the difference at this threshold alone.'),
          upper: reportNumber,
        })
        .meta({ id: 'DuelMurphyPoint' }),
    ),
  })
  .meta({ id: 'DuelMurphy' });
export type DuelMurphy = z.infer<typeof duelMurphy>;

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
    murphy: z
      .strictObject({ strict: duelMurphy, lenient: duelMurphy })
      .describe(
        'Murphy diagram: mean elementary scores over the threshold at which one would act. Whose curve is below everywhere is better under every proper score.',
      ),
  })
  .meta({ id: 'HeadToHeadReport', description: 'Two forecasters on the questions that both answered.' });
export type HeadToHeadReport = z.infer<typeof headToHeadModel>;
