/** One report of each kind over the gallery's record. */
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../src/domain/accuracy/leaderboard-report.ts';
import type { ReportRecord } from '../../src/domain/accuracy/record/report-record.ts';
import type { CalibrationReport } from '../../src/domain/accuracy/report/models/calibration-model.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import type { Report } from '../../src/reports/report.ts';

/** The calibration that is drawn with an accuracy report. */
export function calibrationDrawnWith(record: ReportRecord, report: Report): CalibrationReport | undefined {
  if (report.kind !== 'accuracy') return undefined;
  return buildCalibrationReport(record, { ...report.parameters, groupLimit: 0 }, report.filter);
}

export function reportsOver(record: ReportRecord): readonly Report[] {
  return [
    buildAccuracyReport(record, defaultParameters, {}),
    buildCalibrationReport(record, { ...defaultParameters, groupLimit: 20 }, {}),
    buildLeaderboard(record, defaultParameters, {}),
    buildHeadToHead(record, defaultParameters, { forecasterId: ['bob', 'eve'] }),
  ];
}
