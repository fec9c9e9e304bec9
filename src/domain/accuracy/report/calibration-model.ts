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
      'Band around the diagonal, in which calibrated forecasts would lie.',
    ),
    consistencyUpper: probability,
    confidenceLower: probability.describe('Band around the curve.'),
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
    observedLower: reportNumber.describe('Wilson interval.'),
    observedUpper: reportNumber,
    indicativeOnly: z.boolean().describe('Too few forecasts in the bin.'),
  })
  .meta({ id: 'CalibrationBin' });

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
