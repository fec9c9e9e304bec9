/** The leaderboard as data: ranks with their uncertainty, strict and lenient apart. */
import { z } from 'zod';
import { questionTypeKeys } from '../../../questions/question.ts';
import { hedgedFigures } from './hedged-model.ts';
import { accuracyParameters } from './parameters.ts';
import { reportHead } from './report-head.ts';
import { reportEstimate, reportMeasure, reportNumber } from './report-number.ts';

const count = z.int();

export const leaderboardEntry = z
  .strictObject({
    forecasterId: z.string(),
    forecaster: z.string(),
    questions: count,
    forecasts: count,
    clusters: count,
    mean: reportEstimate,
    best: reportMeasure.describe('If every hedge meant the end that turned out better.'),
    worst: reportMeasure,
    hedged: hedgedFigures,
    rank: count.nullable().describe('By mean score, equals share a rank; null below the floor on n.'),
    rankLower: count
      .nullable()
      .describe(
        'Ranks that the resamples span at the level of the report; null below 2 independent clusters.',
      ),
    rankUpper: count.nullable(),
    shareRankedFirst: z.number().nullable().describe('Of the resamples.'),
    aheadOf: z
      .array(z.string())
      .describe(
        'Ids of those whose rank intervals lie below and whose hedged scores do not overlap, where both have at least 10 independent clusters: nothing else is declared.',
      ),
    adjustedMean: reportMeasure.describe('Had everybody answered every question: two-way fixed effects.'),
    adjustedLower: reportNumber.describe('Percentile interval, clusters of questions drawn anew.'),
    adjustedUpper: reportNumber,
    adjustedReason: z.string().nullable().describe('Why there is no interval, or why it is indicative only.'),
    brierIndex: reportMeasure.describe(
      'Of the adjusted mean under brier: 100·(1 - √mean), a gain; 50 is what always saying 50 % earns.',
    ),
    imputed: z
      .strictObject({
        questions: count.describe('That anybody on the board answered.'),
        missing: count.describe('Of them not answered here.'),
        crowd: reportMeasure.describe('With the mean of those who answered, for yes and no and options.'),
        uniform: reportMeasure.describe('With equal probabilities, or uniform over the range.'),
        worst: reportMeasure.describe(
          'With the worst score that could be got there; over a line the worst of the rule.',
        ),
      })
      .describe(
        'Sensitivity: the mean if the missing forecasts were filled in, every question weighing the same. Nobody is ranked by it.',
      ),
    component: count
      .nullable()
      .describe('Group that shared questions connect; adjusted means compare inside one only.'),
    againstBaseline: z
      .strictObject({
        questions: count.describe('On which both have a score.'),
        difference: reportEstimate.describe('Mean of own score minus that of the baseline.'),
        p: reportMeasure.describe('Two-sided, of the same cluster-robust t as the interval.'),
        holm: reportMeasure.describe('p for the whole board: bounds the chance of any false finding.'),
        bh: reportMeasure.describe('p for the whole board: bounds the expected share of false findings.'),
      })
      .describe('The parameter baseline on the same questions.'),
    pairwise: z
      .strictObject({
        opponents: count.describe('With enough questions in common.'),
        component: count.nullable(),
        relativeSkill: reportMeasure.describe(
          'Geometric mean over opponents and oneself of the ratios of summed scores; below 1 is better.',
        ),
        scaledRelativeSkill: reportMeasure.describe(
          'By that of the baseline, where it is a forecaster here.',
        ),
        meanDifference: reportMeasure.describe(
          'Mean over opponents of the mean difference; defined where a sum is 0 too.',
        ),
      })
      .describe('Against the others, on the questions that both answered.'),
    lexiconRanks: z
      .strictObject({
        lower: count.nullable().describe('Best rank over the lexicons that hedges may be read with.'),
        upper: count.nullable(),
        readings: z.array(
          z.strictObject({ lexicon: z.string(), mean: reportNumber, rank: count.nullable() }),
        ),
      })
      .describe('asRecorded, then each lexicon that knows a hedge of the board; others stay as recorded.'),
    reason: z.string().nullable().describe('Why there is no rank.'),
  })
  .meta({ id: 'LeaderboardEntry' });
export type LeaderboardEntry = z.infer<typeof leaderboardEntry>;

export const leaderboardColumn = z
  .strictObject({
    entries: z.array(leaderboardEntry).describe('By rank, then by name; those without a rank last.'),
    comparisonReason: z
      .string()
      .nullable()
      .describe(
        'Why nothing but ranks compares forecasters here: under policies other than last and spot each is scored at times of their own. No adjusted mean, no Brier index, no pairs, nobody ahead.',
      ),
    resamples: count,
    components: count.describe(
      'Groups of forecasters that no shared question connects; adjusted means compare inside one only.',
    ),
    adjustedResamples: count.describe('Behind each interval of an adjusted mean.'),
    tested: count.describe('p-values that holm and bh are adjusted for.'),
    pairwise: z.strictObject({
      compared: count.describe('Forecasters, the first of the board.'),
      notCompared: count,
      minimumOverlap: count.describe('Questions that two must share to be compared.'),
      components: count.describe('More than 1: the comparisons fall apart, skills compare inside one only.'),
      needsDifferences: z
        .boolean()
        .describe('Some sum is 0: meanDifference compares, relative skill does not.'),
    }),
    lexicons: z.array(
      z.strictObject({
        lexicon: z.string(),
        language: z.string(),
        recorded: count.describe('Ranked hedges that were recorded with it.'),
        read: count.describe('Hedges of other lexicons that it knows, read anew.'),
        unknown: count.describe('Hedges that it does not know, left as recorded.'),
      }),
    ),
    lexiconsReason: z.string().nullable().describe('Why no rank can depend on the lexicon.'),
    answeredOnce: count.describe('Questions with one forecaster, whose difficulty is not known.'),
  })
  .meta({ id: 'LeaderboardColumn' });
export type LeaderboardColumn = z.infer<typeof leaderboardColumn>;

export const leaderboardReportModel = z
  .strictObject({
    kind: z.literal('leaderboard'),
    ...reportHead,
    parameters: accuracyParameters,
    questionType: z.enum(questionTypeKeys),
    rule: z.string(),
    ruleTitle: z.string(),
    orientation: z.enum(['loss', 'gain']),
    strict: leaderboardColumn,
    lenient: leaderboardColumn,
    entriesOmitted: count.describe('Forecasters beyond groupLimit, those with the fewest forecasts.'),
    leftOut: count.describe('Forecasts of the selection that are not scored; the accuracy report says why.'),
  })
  .meta({ id: 'LeaderboardReport', description: 'Who ranks where, and how sure that is.' });
export type LeaderboardReport = z.infer<typeof leaderboardReportModel>;
