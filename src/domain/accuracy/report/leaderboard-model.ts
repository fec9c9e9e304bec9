/** The leaderboard as data: ranks with their uncertainty, strict and lenient apart. */
import { z } from 'zod';
import { questionTypeKeys } from '../../questions/question.ts';
import { accuracyParameters } from './parameters.ts';
import { reportHead } from './report-head.ts';
import { reportEstimate, reportMeasure } from './report-number.ts';

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
    rank: count.nullable().describe('By mean score, equals share a rank; null below the floor on n.'),
    rankLower: count.nullable().describe('Ranks that the resamples span at the level of the report.'),
    rankUpper: count.nullable(),
    shareRankedFirst: z.number().nullable().describe('Of the resamples.'),
    aheadOf: z
      .array(z.string())
      .describe(
        'Ids of those whose rank intervals lie below and whose hedged scores do not overlap: nothing else is declared.',
      ),
    adjustedMean: reportMeasure.describe('Had everybody answered every question: two-way fixed effects.'),
    reason: z.string().nullable().describe('Why there is no rank.'),
  })
  .meta({ id: 'LeaderboardEntry' });
export type LeaderboardEntry = z.infer<typeof leaderboardEntry>;

export const leaderboardColumn = z
  .strictObject({
    entries: z.array(leaderboardEntry).describe('By rank, then by name; those without a rank last.'),
    resamples: count,
    components: count.describe(
      'Groups of forecasters that no shared question connects; adjusted means compare inside one only.',
    ),
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
