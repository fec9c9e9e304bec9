/**
 * The accuracy report: who was how accurate, on the record of one audit number. Pure and
 * deterministic: equal records and parameters give equal bytes, in whatever order the rows come.
 */
import type { AccuracyGroup, AccuracyReport } from './report/accuracy-model.ts';
import { sealed } from './report/content-hash.ts';
import { figuresOf } from './report/figures.ts';
import type { AccuracyParameters, ReportFilter } from './report/parameters.ts';
import { groupPrepared, headOf, prepareReport } from './report/prepare.ts';
import type { ReportRecord } from './report/record-input.ts';
import { timelinesOf } from './report/timeline.ts';

/**
 * Builds the report. `parameters` are complete and checked; `filter` is put into the report as given.
 * @throws ReckonerError invalid where a forecaster's name in the filter is that of several
 */
export function buildAccuracyReport(
  record: ReportRecord,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): AccuracyReport {
  const prepared = prepareReport(record, parameters, filter);
  const { kept, groupsOmitted } = groupPrepared(prepared, parameters);
  const groups = kept.map(
    ({ values, members }): AccuracyGroup => ({
      values: [...values],
      ...figuresOf(members, prepared.context),
    }),
  );
  return sealed({
    kind: 'accuracy' as const,
    ...headOf(record, filter, prepared.notes),
    parameters,
    groups,
    groupsOmitted,
    timelines: timelinesOf(prepared.counted.scored, parameters),
    totals: figuresOf(prepared.everything, prepared.context),
  });
}
