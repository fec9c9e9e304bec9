/** What reports begin with that look at forecasts one by one: joined, selected, counted, grouped. */
import type { JoinedForecast, JoinedRecord } from '../../record/joined-record.ts';
import { RecordFamilies } from '../../record/record-families.ts';
import type { ReportRecord } from '../../record/report-record.ts';
import type { CellContext } from '../cell/column-items.ts';
import type { AccuracyParameters, ReportFilter } from '../models/parameters.ts';
import { METHOD_VERSION } from '../models/report-head.ts';
import { referenceFor } from '../reference/references.ts';
import { countReadings, readerFor, readingNotes, readRecord } from './asked-lexicon.ts';
import { clustersBy } from './clusters.ts';
import { type Counted, countForecasts, countKept } from './counting.ts';
import { type Group, Groups } from './groups.ts';
import { prepareSelection, readsClock, selectionNotes } from './selection.ts';

/** A record as read, or as kept up to date. */
export type ReportSource = ReportRecord | RecordFamilies;

export interface Prepared {
  readonly joined: JoinedRecord;
  readonly counted: Counted;
  /** What the filters let through, forecasts that `capture` leaves out not among it. */
  readonly selected: readonly JoinedForecast[];
  readonly notes: readonly string[];
  readonly context: CellContext;
}

export function familiesOf(source: ReportSource): RecordFamilies {
  return source instanceof RecordFamilies ? source : RecordFamilies.of(source);
}

/** @throws ReckonerError invalid where a forecaster's name in the filter is that of several */
export function prepareReport(
  families: RecordFamilies,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): Prepared {
  const { knownBy } = parameters;
  const reader = readerFor(families.shared, parameters);
  const whole = families.joined(knownBy, readsClock(filter) ? families.clock(knownBy) : '');
  const joined = readRecord(whole, reader);
  const selection = prepareSelection(joined, filter);
  const forecasts = joined.forecasts.filter(selection.takes);
  const counts = {
    forecasts: joined.forecasts.length,
    matching: selection.fields.map((_field, at) =>
      joined.forecasts.some((forecast) => selection.matching(forecast)[at]) ? 1 : 0,
    ),
    selected: forecasts.length,
  };
  const readings = { read: 0, recorded: 0, unknown: 0 };
  if (reader !== null) countReadings(readings, forecasts, reader, 1);
  const excludeCapturedAfterOutcome = filter.capture === 'before';
  const asked = { ...parameters, excludeCapturedAfterOutcome };
  const everything = reader === null && forecasts.length === joined.forecasts.length;
  const counted = everything ? countKept(joined.forecasts, asked) : countForecasts(forecasts, asked);
  return {
    joined,
    counted,
    selected: forecasts.filter(
      ({ capturedAfterOutcome }) => !(excludeCapturedAfterOutcome && capturedAfterOutcome),
    ),
    notes: [...readingNotes(parameters, readings), ...selectionNotes(filter, selection, counts)],
    context: {
      parameters,
      clusterOf: clustersBy(parameters.cluster, joined),
      reference: referenceFor(parameters, joined),
      // Points stand in the accuracy report, which takes the record family by family.
      pointsOf: () => null,
    },
  };
}

export interface Grouped {
  readonly kept: readonly Group[];
  readonly groupsOmitted: { readonly groups: number; readonly forecasts: number };
}

/** The groups with the most forecasts, in the order of their labels; how much the limit left out. */
export function groupPrepared(
  { counted }: Prepared,
  { groupBy, groupLimit }: Pick<AccuracyParameters, 'groupBy' | 'groupLimit'>,
): Grouped {
  const groups = new Groups(groupBy);
  for (const scored of counted.scored) groups.addScored(scored);
  for (const { forecast } of counted.leftOut) groups.addLeftOut(forecast);
  const { kept, omitted } = groups.largest(groupLimit);
  const forecasts = omitted.reduce((sum, { scored, leftOut }) => sum + scored.length + leftOut, 0);
  return { kept, groupsOmitted: { groups: omitted.length, forecasts } };
}

/** What stands on a report of every kind, its hash left out. */
export function headOf(
  { seq, recordedAt }: Pick<RecordFamilies, 'seq' | 'recordedAt'>,
  filter: ReportFilter,
  notes: readonly string[],
) {
  return {
    methodVersion: METHOD_VERSION,
    asOfSeq: seq,
    asOf: recordedAt,
    filter: { ...filter } as Record<string, unknown>,
    notes: [...notes],
  };
}
