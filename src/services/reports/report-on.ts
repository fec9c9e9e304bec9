/** Any report on a record. */
import { buildAccuracyReport } from '../../domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../domain/accuracy/head-to-head-report.ts';
import { noSideWork, type SideWork } from '../../domain/accuracy/intervals/side-work.ts';
import { buildLeaderboard } from '../../domain/accuracy/leaderboard-report.ts';
import type { RecordFamilies } from '../../domain/accuracy/record/record-families.ts';
import {
  type AccuracyParameters,
  baselineKeys,
  type ReportFilter,
} from '../../domain/accuracy/report/models/parameters.ts';
import { familiesOf, type ReportSource } from '../../domain/accuracy/report/selection/prepare.ts';
import { invalid } from '../../domain/errors.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { ReportOrder } from './report-order.ts';

type Builder = (
  families: RecordFamilies,
  parameters: AccuracyParameters,
  filter: ReportFilter,
  sideWork: SideWork,
) => RecordReport;

const builders: Readonly<Record<ReportOrder['kind'], Builder>> = {
  accuracy: buildAccuracyReport,
  calibration: buildCalibrationReport,
  leaderboard: buildLeaderboard,
  headToHead: buildHeadToHead,
};

/** @throws ReckonerError invalid where a forecaster that is asked for is not on record, or is several */
export function reportOn(
  source: ReportSource,
  order: ReportOrder,
  sideWork: SideWork = noSideWork,
): RecordReport {
  const families = familiesOf(source);
  refuseUnknownBaseline(families, order.parameters.baseline);
  return builders[order.kind](families, order.parameters, order.filter, sideWork);
}

/** The calibration, without groups, that is drawn with an accuracy report; null where no binary forecast is in it. */
export function calibrationBeside(report: RecordReport, order: ReportOrder): ReportOrder | null {
  if (report.kind !== 'accuracy') return null;
  if (report.totals.rows.every(({ questionType }) => questionType !== 'binary')) return null;
  const rule = order.parameters.rule.filter((key) => key === 'brier' || key === 'log_score').slice(0, 1);
  return { ...order, kind: 'calibration', parameters: { ...order.parameters, rule, groupLimit: 0 } };
}

export function refuseUnknownBaseline({ seq, shared }: RecordFamilies, baseline: string): void {
  if ((baselineKeys as readonly string[]).includes(baseline)) return;
  const forecaster = shared.forecasters.get(baseline);
  if (forecaster !== undefined && !forecaster.retracted) return;
  throw invalid('unknownBaseline', 'The baseline is no forecaster on record at that moment.', [
    {
      parameter: 'baseline',
      code: 'unknownForecaster',
      message: `names no forecaster on record at audit number ${seq}`,
    },
  ]);
}
