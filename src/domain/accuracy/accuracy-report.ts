/**
 * The accuracy report: who was how accurate, on the record of one audit number. Pure and
 * deterministic: equal records and parameters give equal bytes, in whatever order the rows come.
 */

import { AccuracyState } from './report/groups/accuracy-state.ts';
import type { AccuracyReport } from './report/models/accuracy-model.ts';
import type { AccuracyParameters, ReportFilter } from './report/models/parameters.ts';
import { familiesOf, type ReportSource } from './report/selection/prepare.ts';

/**
 * Builds the report. `parameters` are complete and checked; `filter` is put into the report as given.
 * @throws ReckonerError invalid where a forecaster's name in the filter is that of several
 */
export function buildAccuracyReport(
  source: ReportSource,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): AccuracyReport {
  return new AccuracyState(parameters, filter).report(familiesOf(source), parameters);
}
