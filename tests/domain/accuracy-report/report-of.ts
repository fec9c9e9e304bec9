import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import type { ReportRecord } from '../../../src/domain/accuracy/record/report-record.ts';
import type { AccuracyReport } from '../../../src/domain/accuracy/report/models/accuracy-model.ts';
import {
  type AccuracyParameters,
  defaultParameters,
  type ReportFilter,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import { record } from './small-record.ts';

export function reportOf(
  parts: Partial<ReportRecord>,
  parameters: Partial<AccuracyParameters> = {},
  filter: ReportFilter = {},
): AccuracyReport {
  return buildAccuracyReport(record(parts), { ...defaultParameters, ...parameters }, filter);
}

/** Row of a rule in the totals; fails where there is none. */
export function rowOf(report: Pick<AccuracyReport, 'totals'>, rule = 'brier') {
  const found = report.totals.rows.find((row) => row.rule === rule);
  if (!found) throw new Error(`no row of ${rule}`);
  return found;
}

export function groupOf(report: AccuracyReport, label: string) {
  const found = report.groups.find(({ values }) => values.some((value) => value.label === label));
  if (!found) throw new Error(`no group ${label}`);
  return found;
}
