/** One report of each kind over the gallery's record. */
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../src/domain/accuracy/leaderboard-report.ts';
import type { ReportRecord } from '../../src/domain/accuracy/record/report-record.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/parameters.ts';
import type { Report } from '../../src/reports/report.ts';

export function reportsOver(record: ReportRecord): readonly Report[] {
  return [
    buildAccuracyReport(record, defaultParameters, {}),
    buildCalibrationReport(record, { ...defaultParameters, groupLimit: 20 }, {}),
    buildLeaderboard(record, defaultParameters, {}),
    buildHeadToHead(record, defaultParameters, { forecasterId: ['ann', 'eve'] }),
  ];
}
