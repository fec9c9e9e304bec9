/** What can be asked of the reports, with the words of the API. */
import { z } from 'zod';
import type { ForecastFilter } from '../../../questions/question-filter.ts';
import { crowdKeys } from '../../skill/crowd-aggregate.ts';
import { spotTimes } from '../../time/lead-time.ts';

export const groupKeys = [
  'forecaster',
  'topic',
  'entity',
  'source',
  'type',
  'basis',
  'horizon',
  'month',
] as const;
export type GroupKey = (typeof groupKeys)[number];
export const forecastPolicies = ['last', 'first', 'timeWeighted', 'daily', 'all', 'spot'] as const;
export const hedgeEnds = ['mid', 'low', 'high'] as const;
export const weightings = ['statement', 'question'] as const;
export const clusterings = ['statement', 'question', 'source'] as const;
export const baselineKeys = ['uniform', 'baseRate', 'crowd'] as const;

/** Parameters with every default filled in; they stand in each report. */
export const accuracyParameters = z
  .strictObject({
    groupBy: z.array(z.enum(groupKeys)).min(1).max(2),
    rule: z.array(z.string()).describe('Empty: the default rules of each question type.'),
    baseline: z.string().describe("uniform, baseRate, crowd or a forecaster's id."),
    crowd: z
      .enum(crowdKeys)
      .optional()
      .describe('Under baseline crowd: how its members are pooled. Absent: mean.'),
    forecastPolicy: z.enum(forecastPolicies),
    spotAt: z
      .enum(spotTimes)
      .nullable()
      .describe('Under forecastPolicy spot: when a forecast has to be in effect to count; else null.'),
    lexicon: z
      .string()
      .optional()
      .describe(
        'Lexicon (key@version) that hedges are read with where it has their words. Absent: as recorded.',
      ),
    hedge: z.enum(hedgeEnds).describe('Which end of a hedge stands for its words.'),
    weight: z.enum(weightings),
    cluster: z.enum(clusterings),
    level: z.number().describe('Of every interval.'),
    seed: z.int(),
    groupLimit: z.int(),
    knownBy: z.string().nullable().describe('Outcomes known later are left out.'),
  })
  .meta({ id: 'AccuracyReportParameters' });
export type AccuracyParameters = Readonly<z.infer<typeof accuracyParameters>>;

export const defaultParameters: AccuracyParameters = {
  groupBy: ['forecaster'],
  rule: [],
  baseline: 'uniform',
  forecastPolicy: 'last',
  spotAt: null,
  hedge: 'mid',
  weight: 'statement',
  cluster: 'statement',
  level: 0.95,
  seed: 1,
  groupLimit: 100,
  knownBy: null,
};

export const parameterKeys: readonly string[] = Object.keys(accuracyParameters.shape);

/**
 * Filters of a report: those of forecasts, on the record as of its moment. `changedAfterSeq` asks for
 * changes and a report is of a state, so it is not among them.
 */
export type ReportFilter = Omit<ForecastFilter, 'changedAfterSeq'> & {
  /** Names or aliases. */
  readonly forecaster?: readonly string[];
};
