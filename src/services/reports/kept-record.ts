/**
 * The record as a worker keeps it, with the exact state of the accuracy reports that were asked last.
 * It is a cache: whatever is not there is computed from the record again.
 */
import { noSideWork, type SideWork } from '../../domain/accuracy/intervals/side-work.ts';
import { type Movement, movementsUnder } from '../../domain/accuracy/movements.ts';
import type { RecordChanges } from '../../domain/accuracy/record/record-changes.ts';
import { RecordFamilies } from '../../domain/accuracy/record/record-families.ts';
import type { ResolutionEntry } from '../../domain/accuracy/record/report-record.ts';
import { AccuracyState } from '../../domain/accuracy/report/groups/accuracy-state.ts';
import { defaultParameters } from '../../domain/accuracy/report/models/parameters.ts';
import type { RecordReport } from '../../reports/report.ts';
import { MadeReports } from './made-reports.ts';
import type { RecordStep } from './record-feed.ts';
import { refuseUnknownBaseline, reportOn } from './report-on.ts';
import type { ReportOrder } from './report-order.ts';

/** Forecasts beyond which no record is kept between reports, so that memory has a bound. */
const KEPT_FORECASTS = 2_000_000;
/** States kept: the most recently asked, and so many numbers in all of them. */
const KEPT_STATES = 16;
const KEPT_EXTENT = 2_000_000;

type AccuracyOrder = Pick<ReportOrder, 'parameters' | 'filter'>;

/** What is added up depends neither on the level of intervals nor on how many groups are shown. */
function stateKey({ parameters, filter }: AccuracyOrder): string {
  const { level: _level, groupLimit: _shown, ...summed } = parameters;
  return JSON.stringify([summed, filter]);
}

export class KeptRecord {
  readonly #sideWork: SideWork;
  #families: RecordFamilies | null = null;
  /** That its families go back to. */
  #reading = 0;
  /** The most recently asked last. */
  readonly #states = new Map<string, AccuracyState>();
  readonly #made = new MadeReports();

  /** @param sideWork where long computations may be done beside */
  constructor(sideWork: SideWork = noSideWork) {
    this.#sideWork = sideWork;
  }

  /** Brings it up to date. False where the step does not begin where the record is. */
  take(step: Exclude<RecordStep, { past: unknown }>): boolean {
    if ('whole' in step || step.changes !== null) this.#made.clear();
    if ('whole' in step) {
      this.#states.clear();
      this.#reading = step.reading;
      this.#families = RecordFamilies.of(step.whole);
      return true;
    }
    if (this.#families?.seq !== step.after || this.#reading !== step.reading) return false;
    if (step.changes !== null) this.#advance(this.#families, step.changes);
    return true;
  }

  /** What fails half-way is no record: the next step finds none, and is followed by a whole one. */
  #advance(families: RecordFamilies, changes: RecordChanges): void {
    this.#families = null;
    const touched = families.advance(changes);
    for (const state of this.#states.values()) state.touch(touched);
    this.#families = families;
  }

  /** @throws ReckonerError invalid */
  report(order: ReportOrder): RecordReport {
    const families = this.#standing;
    refuseUnknownBaseline(families, order.parameters.baseline);
    if (order.kind !== 'accuracy')
      return this.#made.of(order, families, () => reportOn(families, order, this.#sideWork));
    const report = () => this.#stateOf(order).report(families, order.parameters);
    // What has a state is up to date at once.
    if (this.#states.has(stateKey(order))) return this.#made.keep(order, report());
    return this.#made.of(order, families, report);
  }

  /** What these resolutions would move in the accuracy report by forecaster. */
  movements(supposed: readonly ResolutionEntry[]): Movement[] {
    const state = this.#stateOf({ parameters: defaultParameters, filter: {} });
    return movementsUnder(state, this.#standing, supposed);
  }

  get #standing(): RecordFamilies {
    if (this.#families === null) throw new Error('there is no record to report on');
    return this.#families;
  }

  #stateOf(order: AccuracyOrder): AccuracyState {
    const { parameters, filter } = order;
    const key = stateKey(order);
    const state = this.#states.get(key) ?? new AccuracyState(parameters, filter);
    this.#states.delete(key);
    this.#states.set(key, state);
    return state;
  }

  /** Lets go of what is too much to keep, once everything that was asked at once is done. */
  forget(): void {
    if (this.#standing.forecastCount > KEPT_FORECASTS) {
      this.#families = null;
      this.#states.clear();
      this.#made.clear();
      return;
    }
    const kept = [...this.#states].reverse();
    let extent = 0;
    for (const [place, [key, state]] of kept.entries()) {
      extent += state.extent;
      if (place >= KEPT_STATES || extent > KEPT_EXTENT) this.#states.delete(key);
    }
  }
}
