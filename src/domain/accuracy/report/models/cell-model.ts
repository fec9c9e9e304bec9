/** One cell of an accuracy report: one group, one question type, one scoring rule, strict or lenient. */
import { z } from 'zod';
import { cellCoverage } from '../cell/cell-coverage.ts';
import { cellPoints } from '../cell/cell-points.ts';
import { lineDiagnostics } from '../cell/line-diagnostics.ts';
import { reportEstimate, reportInterval, reportMeasure, reportNumber } from './report-number.ts';

const count = z.int();

export const binaryDiagnostics = z
  .strictObject({
    meanForecast: reportMeasure.describe('Weighted mean probability of yes.'),
    baseRate: reportMeasure.describe('Weighted share of yes.'),
    bias: reportMeasure.describe('Mean forecast minus share of yes; above 0: yes was forecast too often.'),
    overconfidence: reportMeasure.describe(
      'Mean max(p, 1 - p) minus the share on the right side of one half.',
    ),
    sharpness: reportMeasure.describe('Variance of the probabilities.'),
    expectedIfCalibrated: reportMeasure.describe(
      'Brier score that these probabilities would earn if calibrated.',
    ),
    auc: reportMeasure.describe(
      'Chance that an event got a higher probability than a non-event; 0.5 is none.',
    ),
    aucStandardError: reportNumber.describe(
      'DeLong; null where forecasts share a cluster: the calibration report has that of clusters.',
    ),
    clippedLogScore: z
      .strictObject({
        mean: reportMeasure,
        clip: z.number().describe('Probabilities nearer to 0 and 1 were moved here.'),
        clipped: count.describe('Forecasts moved.'),
      })
      .nullable()
      .describe(
        'Under log_score: its mean with probabilities kept away from 0 and 1, finite whatever happened. Not proper in the tails: beside the log score, never for it. Null under other rules.',
      ),
    corp: z
      .strictObject({
        miscalibration: reportMeasure,
        discrimination: reportMeasure,
        uncertainty: reportMeasure,
      })
      .describe('Mean score = miscalibration - discrimination + uncertainty, without bins.'),
    murphy: z
      .strictObject({ reliability: reportMeasure, resolution: reportMeasure, uncertainty: reportMeasure })
      .describe('Brier score = reliability - resolution + uncertainty, one bin a distinct probability.'),
    calibrationError: reportMeasure.describe('Expected calibration error over ten bins.'),
    calibrationErrorIfCalibrated: reportMeasure.describe(
      'What calibrated forecasts would show on average if they were independent.',
    ),
    recalibrationSlope: reportMeasure.describe('Cox: below 1 over-confident, above 1 under-confident.'),
    recalibrationIntercept: reportMeasure,
    spiegelhalterP: reportMeasure.describe(
      'Two-sided p-value of calibration; null where forecasts share a cluster: the calibration report has that of clusters.',
    ),
  })
  .meta({
    id: 'BinaryDiagnostics',
    description: 'Of binary questions: calibration, discrimination, sharpness.',
  });
export type BinaryDiagnostics = z.infer<typeof binaryDiagnostics>;

export const accuracyCell = z
  .strictObject({
    questions: count,
    forecasts: count,
    forecasters: count,
    statements: count,
    clusters: count.describe('Independent units behind the intervals.'),
    weight: z.number().describe('Summed weight of the scored forecasts.'),
    notApplicable: count.describe('Forecasts of this type that the rule does not score.'),
    undefinedScores: z
      .array(z.strictObject({ reason: z.string(), count }))
      .describe('Scores that are undefined, and why.'),
    mean: reportEstimate.describe(
      'Weighted mean score. Its interval, `clusterRobust`, is of Student with the CR1 standard error over clusters. Ends beyond what the rule can give are cut to its range; so are those of the other intervals.',
    ),
    meanByQuestion: reportInterval.describe(
      "`t`: Student's interval of the same mean as if questions were independent of each other.",
    ),
    meanBootstrap: reportInterval.describe(
      '`clusterBootstrap`: percentile interval (type 7) of 500 resamples of the clusters. In each a cluster counts Poisson(1) times, by a hash of seed, cluster and resample.',
    ),
    coverage: cellCoverage
      .nullable()
      .describe(
        'Under forecastPolicy timeWeighted and daily, which average over the time that somebody covered; else null. No score is multiplied by it.',
      ),
    best: reportMeasure.describe(
      'Mean score if every hedge meant the end of its interval that turned out better.',
    ),
    worst: reportMeasure.describe('Mean score if every hedge meant the other end.'),
    hedgeLow: reportMeasure.describe('Mean score if every hedge meant the lower end of its interval.'),
    hedgeMid: reportMeasure.describe('Mean score at the probability that the record takes the words for.'),
    hedgeHigh: reportMeasure.describe('Mean score if every hedge meant the upper end.'),
    vagueness: reportMeasure.describe('Mean width of the intervals that the words allow.'),
    uniformMean: reportMeasure.describe(
      'Mean Brier score over each interval, (width)²/12 above that of its middle: vagueness costs.',
    ),
    intervalBrier: reportMeasure.describe(
      'Mean of (lower - outcome)(upper - outcome): proper only where every hedge is of a lexicon that divides 0 to 1.',
    ),
    baselineMean: reportMeasure.describe(
      'Mean score of the baseline on the forecasts that it can be compared on.',
    ),
    skill: reportEstimate.describe(
      '1 - mean score / baseline mean, on the same forecasts; above 0 is better than the baseline.',
    ),
    skillQuestions: count.describe('Questions on which both have a score.'),
    baselineDifference: reportEstimate.describe(
      'Mean score minus baseline mean, on the same forecasts, with a clusterRobust interval; it says something where the baseline scores 0 and there is no ratio.',
    ),
    nToDetect: reportMeasure.describe(
      'Questions needed to tell such a difference from 0 with a chance of 80 % at the 5 % level: (2.8·sd/difference)², sd being the standard error of baselineDifference times the root of skillQuestions, as if questions to come differed as much, independently of each other; at least the 10 that an interval needs.',
    ),
    peer: cellPoints
      .nullable()
      .describe(
        'Of binary questions, under brier and log_score: the score relative to everybody else that this report scores on the same question. Null otherwise.',
      ),
    metaculusBaseline: cellPoints.nullable().describe('Of binary questions, under log_score; else null.'),
    diagnostics: binaryDiagnostics
      .nullable()
      .describe('Null for questions that are not binary, and without forecasts.'),
    lineDiagnostics: lineDiagnostics
      .nullable()
      .describe('Of numeric and date questions, where a forecast is more than a point; else null.'),
    withheldForSmallSample: count.describe('Numbers of this cell that are held back because n is small.'),
  })
  .meta({
    id: 'AccuracyCell',
    description: 'Scores of one group under one rule; strict or lenient, never averaged.',
  });
export type AccuracyCell = z.infer<typeof accuracyCell>;
