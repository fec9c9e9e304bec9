/** The calibration report as data: whether it happened as often as was said. Binary questions only. */
import { z } from 'zod';
import { groupValue } from './accuracy-model.ts';
import { binaryDiagnostics } from './cell-model.ts';
import { accuracyParameters } from './parameters.ts';
import { reportHead } from './report-head.ts';
import { reportMeasure, reportNumber } from './report-number.ts';

const count = z.int();
const probability = z.number();

export const calibrationPoint = z
  .strictObject({
    probability: probability.describe('A probability that was given.'),
    forecasts: count,
    recalibrated: probability.describe('How often it came, by isotonic regression.'),
    consistencyLower: probability.describe(
      'Band around the diagonal, in which calibrated forecasts lie at this probability alone.',
    ),
    consistencyUpper: probability,
    confidenceLower: probability.describe(
      'Confidence interval of how often it comes at this probability alone, if that rises with the probability: shares that a likelihood-ratio test does not reject.',
    ),
    confidenceUpper: probability,
  })
  .meta({ id: 'CalibrationPoint' });

export const calibrationBin = z
  .strictObject({
    lower: probability,
    upper: probability.describe('Included; the first bin includes its lower end too.'),
    forecasts: count,
    meanForecast: reportNumber.describe('Mean of the forecasts, not the middle of the bin.'),
    observed: reportNumber.describe('Weighted share of yes.'),
    observedLower: reportNumber.describe(
      'Wilson interval from the effective number of forecasts: those of one cluster in the bin count as one.',
    ),
    observedUpper: reportNumber,
    indicativeOnly: z.boolean().describe('Too few forecasts in the bin.'),
  })
  .meta({ id: 'CalibrationBin' });

const terms = { reliability: reportMeasure, resolution: reportMeasure, uncertainty: reportMeasure };
const threeTerms = z.strictObject(terms);
const error = z
  .strictObject({
    mean: reportMeasure.describe('Expected calibration error (ECE).'),
    largest: reportMeasure.describe('In one bin (MCE).'),
    meanIfCalibrated: reportMeasure.describe(
      'ECE that calibrated forecasts of these probabilities would show; drawn, with one random number a cluster, where forecasts depend on each other.',
    ),
  })
  .meta({ id: 'CalibrationErrors', description: 'Diagnostic, not proper: nobody is ranked on it.' });

export const calibrationFigures = z
  .strictObject({
    meanScore: reportMeasure.describe('Of the rule of the decomposition.'),
    brier: reportMeasure.describe('Mean Brier score.'),
    murphyUnique: threeTerms.describe(
      'Brier score = reliability - resolution + uncertainty, one bin a distinct probability.',
    ),
    murphyBinned: z
      .strictObject({
        ...terms,
        withinBinVariance: reportMeasure,
        withinBinCovariance: reportMeasure,
      })
      .describe(
        'Brier score = reliability - resolution + uncertainty + within-bin variance - within-bin covariance, over the bins below.',
      ),
    biasCorrectedRaw: threeTerms.describe(
      'Over the bins, the bias of few forecasts taken out (Ferro and Fricker); may be below 0.',
    ),
    biasCorrectedLimited: threeTerms.describe('The same, shrunk so that every term stays in its range.'),
    equalWidth: error.describe('Over bins of equal width.'),
    equalMass: error.describe('Over bins of as many forecasts each.'),
    recalibration: z
      .strictObject({
        slope: reportMeasure.describe('Cox: below 1 over-confident, above 1 under-confident.'),
        slopeStandardError: reportMeasure.describe('Of clusters (CR1) where forecasts depend on each other.'),
        intercept: reportMeasure,
        interceptStandardError: reportMeasure,
        interceptAtSlopeOne: reportMeasure.describe('Calibration in the large.'),
        clip: z.number().describe('Probabilities nearer to 0 and 1 were moved here: those have no logit.'),
        clipped: count.describe('Forecasts moved.'),
      })
      .describe('logit of what came = intercept + slope · logit of what was said.'),
    spiegelhalter: z
      .strictObject({ z: reportMeasure, p: reportMeasure })
      .describe(
        'Test of calibration. Where forecasts depend on each other, z is in standard errors of calibrated forecasts that are surprised together inside a cluster, the widest that dependence can make, and p the share of such draws that are as far off (the least is 1 of 2001), the normal limit where many surprises are expected. A forecast of 0 that came true, or of 1 that did not, refutes calibration with certainty: z is Infinity, p 0.',
      ),
    sharpness: z.strictObject({
      variance: reportMeasure,
      meanDistanceFromHalf: reportMeasure,
      expectedIfCalibrated: reportMeasure.describe(
        'Brier score that these probabilities would earn if calibrated.',
      ),
    }),
    confidence: z
      .strictObject({
        mean: reportMeasure.describe('Mean max(p, 1 - p).'),
        accuracy: reportMeasure.describe('Share on the right side of one half, one half counting half.'),
      })
      .describe('Their difference is the overconfidence among the diagnostics.'),
  })
  .meta({ id: 'CalibrationFigures' });
export type CalibrationFigures = z.infer<typeof calibrationFigures>;

export const calibrationMurphy = z
  .strictObject({
    intervalReason: z.string().nullable().describe('Why there is no interval, or why it is indicative only.'),
    points: z.array(
      z
        .strictObject({
          threshold: probability.describe('Of the probability at which one would act.'),
          score: reportNumber.describe('Mean elementary score, a loss.'),
          lower: reportNumber.describe('Interval at this threshold alone, from the resamples.'),
          upper: reportNumber,
          recalibrated: reportNumber.describe('Of the forecasts after isotonic recalibration.'),
          constant: reportNumber.describe('Of the share of yes as a constant forecast.'),
        })
        .meta({ id: 'CalibrationMurphyPoint' }),
    ),
  })
  .meta({
    id: 'CalibrationMurphy',
    description: 'Murphy diagram: every proper score is a mixture of its points.',
  });
export type CalibrationMurphy = z.infer<typeof calibrationMurphy>;

export const calibrationCurves = z
  .strictObject({
    questions: count,
    forecasts: count,
    clusters: count,
    events: count.describe('Forecasts whose answer was yes.'),
    reason: z.string().nullable().describe('Why there is no curve; null where there is one.'),
    curve: z.array(calibrationPoint).describe('CORP: no bins, at most 200 points.'),
    resamples: count.describe('Behind each band.'),
    miscalibrationP: reportMeasure.describe(
      'Chance that calibrated forecasts show this miscalibration or more.',
    ),
    bins: z.array(calibrationBin).describe('Ten bins; empty ones are left out.'),
    histogram: z
      .array(z.strictObject({ lower: probability, upper: probability, forecasts: count }))
      .describe('Twenty bins.'),
    diagnostics: binaryDiagnostics.nullable(),
    figures: calibrationFigures.nullable().describe('Null without forecasts.'),
    murphy: calibrationMurphy,
  })
  .meta({ id: 'CalibrationCurves' });
export type CalibrationCurves = z.infer<typeof calibrationCurves>;

const columns = { strict: calibrationCurves, lenient: calibrationCurves };
export const calibrationGroup = z
  .strictObject({ values: z.array(groupValue), ...columns })
  .meta({ id: 'CalibrationGroup' });
export type CalibrationGroup = z.infer<typeof calibrationGroup>;

export const calibrationReportModel = z
  .strictObject({
    kind: z.literal('calibration'),
    ...reportHead,
    parameters: accuracyParameters,
    rule: z.enum(['brier', 'log_score']).describe('Of the decomposition.'),
    groups: z.array(calibrationGroup),
    groupsOmitted: z.strictObject({ groups: count, forecasts: count }),
    totals: z.strictObject(columns),
    leftOut: count.describe('Forecasts of the selection that are not scored; the accuracy report says why.'),
  })
  .meta({ id: 'CalibrationReport', description: 'Whether it happened as often as was said.' });
export type CalibrationReport = z.infer<typeof calibrationReportModel>;
