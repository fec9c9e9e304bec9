/**
 * The accuracy report: who was how accurate, on the record of one audit number. Pure and
 * deterministic: equal records and parameters give equal bytes, in whatever order the rows come.
 */
import type { AccuracyReport } from './report/accuracy-model.ts';
import { AccuracyState } from './report/accuracy-state.ts';
import type { AccuracyParameters, ReportFilter } from './report/parameters.ts';
import { familiesOf, type ReportSource } from './report/prepare.ts';

/**
 * Builds the report. `parameters` are complete and checked; `filter` is put into the report as given.
 * @throws ReckonerError invalid where a forecaster's name in the filter is that of several
 */
export function buildAccuracyReport(
  source: ReportSource,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): AccuracyReport {
  return new AccuracyState(parameters, filter).report(familiesOf(source));
}
