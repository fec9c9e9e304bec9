/** Reports that together have every number that a report may have, by name. */
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import type { Prediction } from '../../src/domain/questions/prediction-fields.ts';
import type { Report } from '../../src/reports/report.ts';
import { forecast, question } from '../domain/accuracy-report/small-record.ts';
import { galleryRecord } from './gallery-record.ts';
import { reportsOver } from './report-samples.ts';

/** With what only an average over time has: coverage, and points over the scheduled time. */
const overTime = buildAccuracyReport(
  galleryRecord,
  { ...defaultParameters, groupBy: ['type'], forecastPolicy: 'timeWeighted' },
  {},
);

/** Numbers beside yes and no: whole distributions, quantiles, intervals. */
const NUMBERS = Array.from({ length: 12 }, (_, at) => `n${at}`);
const FORMS = [
  { distribution: { family: 'normal' as const, mean: 5, sd: 2 } },
  { interval: { lower: 3, upper: 6, probability: 0.6 } },
  {
    quantiles: [
      { level: 0.25, value: 3 },
      { level: 0.5, value: 5 },
      { level: 0.75, value: 6 },
    ],
  },
];
const withNumbers = buildAccuracyReport(
  {
    ...galleryRecord,
    questions: [
      ...galleryRecord.questions,
      ...NUMBERS.map((id) => question(id, { type: 'numeric', range: { min: 0, max: 10 } })),
    ],
    forecasts: [
      ...galleryRecord.forecasts,
      ...NUMBERS.flatMap((id, at) =>
        ['ann', 'bob'].map((who, other) =>
          forecast(`${id}${who}`, id, who, 0, { prediction: FORMS[(at + other) % 3] as Prediction }),
        ),
      ),
    ],
    resolutions: [
      ...galleryRecord.resolutions,
      ...NUMBERS.map((id, at) => ({
        questionId: id,
        outcome: { value: (at * 3) % 10 },
        state: 'value' as const,
        knownAtInstant: '2026-01-01T00:00:00.000Z',
      })),
    ],
  },
  { ...defaultParameters, groupBy: ['forecaster'] },
  {},
);

export const everyReport: readonly (readonly [string, Report])[] = [
  ...reportsOver(galleryRecord).map((report) => [report.kind, report] as const),
  ['accuracy over time', overTime],
  ['accuracy of numbers', withNumbers],
];
