/**
 * The exact state of an accuracy report: after a write only the families that it touched are taken out
 * as they were and put in as they are. The answer has the bytes of one that is computed from nothing.
 */
import type { Instant } from '../../../time.ts';
import type { LexiconReader } from '../../hedges/lexicon-reading.ts';
import { ClusterDraws } from '../../intervals/cluster-draws.ts';
import type { Family } from '../../record/family.ts';
import {
  type JoinedRecord,
  type JoinedStatement,
  joinedInTurn,
  type SharedFacts,
} from '../../record/joined-record.ts';
import type { RecordFamilies } from '../../record/record-families.ts';
import type { AccuracyReport } from '../models/accuracy-model.ts';
import { sealed } from '../models/content-hash.ts';
import type { AccuracyParameters, ReportFilter } from '../models/parameters.ts';
import { pointsAmong } from '../reference/peers.ts';
import { referenceFor } from '../reference/references.ts';
import { countReadings, readerFor, readingNotes, readRecord } from '../selection/asked-lexicon.ts';
import { clustersBy, type SourceUnits, sourceUnits } from '../selection/clusters.ts';
import { type Counted, countForecasts, countKept, type ScoredForecast } from '../selection/counting.ts';
import { headOf } from '../selection/prepare.ts';
import { prepareSelection, readsClock, type Selection, selectionNotes } from '../selection/selection.ts';
import { figuresOf } from './figures.ts';
import { GroupState } from './group-state.ts';
import { GroupStates, type Selected } from './group-states.ts';
import { timelinesOf } from './timelines.ts';

/** Families that are added at once: one by one they took three times as long, and many more are not remembered by `ClusterDraws`. */
const FAMILIES_AT_ONCE = 500;

/** What changes no sum: the level of intervals and how many groups are shown. */
type Shown = Pick<AccuracyParameters, 'level' | 'groupLimit'>;

export class AccuracyState {
  readonly #parameters: AccuracyParameters;
  readonly #filter: ReportFilter;
  readonly #byClock: boolean;
  #sums: Sums | null = null;
  /** What the sums hold, and under which circumstances they hold it. */
  readonly #folded = new Map<string, Family>();
  #circumstances = '';
  #touched = new Set<string>();
  #last: AccuracyReport | null = null;
  #shown: Shown;

  /** The state is that of any level and number of groups. */
  constructor(parameters: AccuracyParameters, filter: ReportFilter) {
    this.#parameters = parameters;
    this.#filter = filter;
    this.#byClock = readsClock(filter);
    this.#shown = parameters;
  }

  /** Families that are no longer what they were when the last report was made. */
  touch(names: Iterable<string>): void {
    for (const name of names) this.#touched.add(name);
  }

  /** Numbers held, for a bound on memory. */
  get extent(): number {
    return this.#sums === null ? 0 : this.#sums.groups.extent + this.#sums.totals.extent;
  }

  /** @throws ReckonerError invalid where a forecaster's name in the filter is that of several */
  report(record: RecordFamilies, { level, groupLimit }: Shown): AccuracyReport {
    const before = this.#shown;
    if (this.#last?.asOfSeq === record.seq && before.level === level && before.groupLimit === groupLimit)
      return this.#last;
    this.#shown = { level, groupLimit };
    this.#last = null;
    const folding = this.#foldingOf(record);
    const { selection, clock, sources } = folding;
    const circumstances = `${record.generation} ${clock} ${selection.meaning} ${sources?.mark ?? ''}`;
    const changed = this.#sums === null || circumstances !== this.#circumstances;
    this.#circumstances = '';
    if (changed || !this.#fold(record, this.#touched, folding)) {
      this.#begin(false);
      if (!this.#fold(record, record.names, folding)) {
        this.#begin(true);
        this.#fold(record, record.names, folding);
      }
    }
    this.#touched = new Set();
    this.#circumstances = circumstances;
    this.#last = this.#reportOf(record, selection);
    return this.#last;
  }

  /** The report as it would be with those families in the place of their namesakes. */
  reportSupposing(
    record: RecordFamilies,
    supposed: ReadonlyMap<string, Family>,
    shown: Shown,
  ): AccuracyReport {
    this.report(record, shown);
    const circumstances = this.#circumstances;
    // Until they are taken out again, the sums are good for nothing else.
    this.#circumstances = '';
    const folding = this.#foldingOf(record);
    const instead = { family: (name: string) => supposed.get(name), shared: record.shared } as const;
    if (!this.#fold(instead, supposed.keys(), folding)) {
      this.#begin(true);
      this.#fold(record, record.names, folding);
      this.#fold(instead, supposed.keys(), folding);
    }
    const report = this.#reportOf(record, folding.selection);
    this.#fold(record, supposed.keys(), folding);
    this.#circumstances = circumstances;
    return report;
  }

  #foldingOf(record: RecordFamilies): Folding {
    const { cluster, knownBy } = this.#parameters;
    const clock = this.#byClock ? record.clock(knownBy) : '';
    return {
      selection: prepareSelection(record.shared, this.#filter),
      clock,
      sources: cluster === 'source' ? sourceUnits(joinedFamilies(record, knownBy, clock)) : null,
      reader: readerFor(record.shared, this.#parameters),
    };
  }

  #begin(readingsDiffer: boolean): void {
    this.#folded.clear();
    this.#sums = new Sums(this.#parameters, this.#filter, readingsDiffer);
  }

  /** False where a strict or lenient reading comes to sums that take both columns for one. */
  #fold(
    record: Pick<RecordFamilies, 'family' | 'shared'>,
    names: Iterable<string>,
    folding: Folding,
  ): boolean {
    const sums = this.#sums as Sums;
    let together: (readonly [string, Family])[] = [];
    const add = (): boolean => {
      const families = together.map(([, family]) => family);
      if (!sums.apply(families, record.shared, folding, 1)) return false;
      for (const [name, family] of together) this.#folded.set(name, family);
      together = [];
      return true;
    };
    for (const name of names) {
      const [before, after] = [this.#folded.get(name), record.family(name)];
      if (before !== undefined) sums.apply([before], record.shared, folding, -1);
      this.#folded.delete(name);
      if (after !== undefined) together.push([name, after]);
      if (together.length >= FAMILIES_AT_ONCE && !add()) return false;
    }
    return together.length === 0 || add();
  }

  #reportOf(record: RecordFamilies, selection: Selection): AccuracyReport {
    const { groups, totals, counts, readings } = this.#sums as Sums;
    const { level, groupLimit } = this.#shown;
    const { kept, omitted } = groups.largest(groupLimit);
    return sealed({
      kind: 'accuracy' as const,
      ...headOf(record, this.#filter, [
        ...readingNotes(this.#parameters, readings),
        ...selectionNotes(this.#filter, selection, counts),
      ]),
      parameters: { ...this.#parameters, level, groupLimit },
      groups: kept.map((group) => ({
        values: [...group.values],
        ...figuresOf(group, level, groups.withStatements),
      })),
      groupsOmitted: {
        groups: omitted.length,
        forecasts: omitted.reduce((sum, { scored, leftOut }) => sum + scored.total + leftOut.total, 0),
      },
      timelines: timelinesOf(totals),
      totals: figuresOf(totals, level, true),
    });
  }
}

/** One after the other, so that they need not be one record. */
function* joinedFamilies(
  record: RecordFamilies,
  knownBy: Instant | null,
  clock: Instant | '',
): Generator<JoinedRecord> {
  for (const name of record.names) {
    const family = record.family(name);
    if (family !== undefined) yield family.joined(knownBy, clock);
  }
}

interface Folding {
  readonly selection: Selection;
  readonly clock: Instant | '';
  /** Null under other clusters. */
  readonly sources: SourceUnits | null;
  readonly reader: LexiconReader | null;
}

/** What families add up to. */
class Sums {
  readonly groups: GroupStates;
  readonly totals: GroupState;
  readonly counts = { forecasts: 0, matching: [] as number[], selected: 0 };
  readonly readings = { read: 0, recorded: 0, unknown: 0 };
  readonly #parameters: AccuracyParameters;
  readonly #filter: ReportFilter;
  readonly #readingsDiffer: boolean;

  constructor(parameters: AccuracyParameters, filter: ReportFilter, readingsDiffer: boolean) {
    this.#parameters = parameters;
    this.#filter = filter;
    this.#readingsDiffer = readingsDiffer;
    const options = {
      rule: parameters.rule,
      readingsDiffer,
      // The questions of one source belong to many families; those of one statement to one.
      inParts: parameters.cluster === 'source',
      baseRate: parameters.baseline === 'baseRate',
      policy: parameters.forecastPolicy,
      draws: new ClusterDraws(parameters.seed),
    };
    this.groups = new GroupStates(parameters.groupBy, { ...options, byMonth: false });
    this.totals = new GroupState([], { ...options, byMonth: true });
  }

  /** Adds (1) or takes out (-1) families. False, and nothing added, where the columns would have to differ. */
  apply(
    families: readonly Family[],
    shared: SharedFacts,
    { selection, clock, sources, reader }: Folding,
    sign: 1 | -1,
  ): boolean {
    const parameters = this.#parameters;
    const parts = families.map((family) => family.joined(parameters.knownBy, clock));
    const joined = readRecord(joinedInTurn(parts, shared), reader);
    // What a lexicon reads anew is not kept.
    const selected = this.#selectedOf(reader === null ? parts : [joined], joined.statements, selection);
    if (
      !this.#readingsDiffer &&
      selected.scored.some(({ forecast }) => forecast.question.facts.reading !== 'plain')
    )
      return false;
    this.#count(joined, selection, sign);
    if (reader !== null) countReadings(this.readings, joined.forecasts.filter(selection.takes), reader, sign);
    const context = {
      parameters,
      clusterOf: clustersBy(parameters.cluster, joined, sources),
      reference: referenceFor(parameters, joined),
      pointsOf: pointsAmong(selected.scored, parameters.forecastPolicy),
    };
    this.groups.apply(selected, context, sign);
    const leftOut = selected.leftOut.map(({ reason }) => reason);
    this.totals.apply({ ...selected, leftOut }, context, sign);
    return true;
  }

  #selectedOf(
    parts: readonly JoinedRecord[],
    statements: readonly JoinedStatement[],
    { takes, takesStatement }: Selection,
  ): Selected {
    const scored: ScoredForecast[] = [];
    const leftOut: Counted['leftOut'][number][] = [];
    const asked = { ...this.#parameters, excludeCapturedAfterOutcome: this.#filter.capture === 'before' };
    for (const { forecasts } of parts) {
      const taken = forecasts.filter(takes);
      if (taken.length === 0) continue;
      const whole = taken.length === forecasts.length;
      const counted = whole ? countKept(forecasts, asked) : countForecasts(taken, asked);
      for (const one of counted.scored) scored.push(one);
      for (const one of counted.leftOut) leftOut.push(one);
    }
    return { scored, leftOut, statements: statements.filter(takesStatement) };
  }

  #count({ forecasts }: JoinedRecord, { fields, takes, matching }: Selection, sign: 1 | -1): void {
    this.counts.forecasts += sign * forecasts.length;
    if (fields.length === 0) {
      this.counts.selected += sign * forecasts.length;
      return;
    }
    for (const forecast of forecasts) {
      if (takes(forecast)) this.counts.selected += sign;
      matching(forecast).forEach((matches, at) => {
        this.counts.matching[at] = (this.counts.matching[at] ?? 0) + (matches ? sign : 0);
      });
    }
  }
}
