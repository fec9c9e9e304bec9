/** What every kind of report begins with: joined, selected, counted, grouped. */
import type { CellContext } from './cell.ts';
import { clustersBy } from './clusters.ts';
import { type Counted, countForecasts } from './counting.ts';
import type { GroupMembers } from './figures.ts';
import type { GroupValue } from './grouping.ts';
import { Groups } from './groups.ts';
import { type JoinedForecast, type JoinedRecord, type JoinedStatement, joinRecord } from './joined-record.ts';
import type { AccuracyParameters, ReportFilter } from './parameters.ts';
import type { ReportRecord } from './record-input.ts';
import { referenceFor } from './references.ts';
import { METHOD_VERSION } from './report-head.ts';
import { select } from './selection.ts';

export interface Prepared {
  readonly joined: JoinedRecord;
  readonly counted: Counted;
  /** What the filters let through, forecasts that `capture` leaves out not among it. */
  readonly selected: readonly JoinedForecast[];
  readonly statements: readonly JoinedStatement[];
  readonly notes: readonly string[];
  readonly context: CellContext;
  /** All of the selection as one group. */
  readonly everything: GroupMembers;
}

/** @throws ReckonerError invalid where a forecaster's name in the filter is that of several */
export function prepareReport(
  record: ReportRecord,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): Prepared {
  const joined = joinRecord(record, parameters.knownBy);
  const { forecasts, statements, notes } = select(joined, filter);
  const excludeCapturedAfterOutcome = filter.capture === 'before';
  const counted = countForecasts(forecasts, {
    ...parameters,
    excludeCapturedAfterOutcome,
  });
  const clusterOf = clustersBy(parameters.cluster, joined);
  const leftOut = counted.leftOut.map(({ reason }) => reason);
  return {
    joined,
    counted,
    selected: forecasts.filter(
      ({ capturedAfterOutcome }) => !(excludeCapturedAfterOutcome && capturedAfterOutcome),
    ),
    statements,
    notes,
    context: { parameters, clusterOf, reference: referenceFor(parameters, joined) },
    everything: { scored: counted.scored, leftOut, statements },
  };
}

export interface Grouped {
  readonly kept: readonly { readonly values: readonly GroupValue[]; readonly members: GroupMembers }[];
  readonly groupsOmitted: { readonly groups: number; readonly forecasts: number };
}

/** The groups with the most forecasts, in the order of their labels; how much the limit left out. */
export function groupPrepared(
  { counted, statements }: Prepared,
  { groupBy, groupLimit }: AccuracyParameters,
): Grouped {
  const groups = new Groups(groupBy);
  for (const scored of counted.scored) groups.addScored(scored);
  for (const { forecast, reason } of counted.leftOut) groups.addLeftOut(forecast, reason);
  for (const statement of statements) groups.addStatement(statement);
  const { kept, omitted } = groups.largest(groupLimit);
  const forecasts = omitted.reduce(
    (sum, { members }) => sum + members.scored.length + members.leftOut.length,
    0,
  );
  return { kept, groupsOmitted: { groups: omitted.length, forecasts } };
}

/** What stands on a report of every kind, its hash left out. */
export function headOf(record: ReportRecord, filter: ReportFilter, notes: readonly string[]) {
  return {
    methodVersion: METHOD_VERSION,
    asOfSeq: record.seq,
    asOf: record.recordedAt,
    filter: { ...filter } as Record<string, unknown>,
    notes: [...notes],
  };
}
