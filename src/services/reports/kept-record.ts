/**
 * The record as a worker keeps it, with the exact state of the accuracy reports that were asked last.
 * It is a cache: whatever is not there is computed from the record again.
 */
import { RecordFamilies } from '../../domain/accuracy/record/record-families.ts';
import { AccuracyState } from '../../domain/accuracy/report/groups/accuracy-state.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { RecordStep } from './record-feed.ts';
import { refuseUnknownBaseline, reportOn } from './report-on.ts';
import type { ReportOrder } from './report-order.ts';

/** Forecasts beyond which no record is kept between reports, so that memory has a bound. */
const KEPT_FORECASTS = 2_000_000;
/** States kept: the most recently asked, and so many numbers in all of them. */
const KEPT_STATES = 16;
const KEPT_EXTENT = 2_000_000;

export class KeptRecord {
  #families: RecordFamilies | null = null;
  /** The most recently asked last. */
  readonly #states = new Map<string, AccuracyState>();
  /** Reports of the other kinds as they were made from the record as it stands. */
  readonly #made = new Map<string, RecordReport>();

  /** Brings it up to date. False where the step does not begin where the record is. */
  take(step: Exclude<RecordStep, { past: unknown }>): boolean {
    if ('whole' in step || step.changes !== null) this.#made.clear();
    if ('whole' in step) {
      this.#states.clear();
      this.#families = RecordFamilies.of(step.whole);
      return true;
    }
    if (this.#families?.seq !== step.after) return false;
    if (step.changes !== null) {
      const touched = this.#families.advance(step.changes);
      for (const state of this.#states.values()) state.touch(touched);
    }
    return true;
  }

  /** @throws ReckonerError invalid */
  report(order: ReportOrder): RecordReport {
    const families = this.#families;
    if (families === null) throw new Error('there is no record to report on');
    try {
      if (order.kind !== 'accuracy') return this.#madeOf(order, families);
      refuseUnknownBaseline(families, order.parameters.baseline);
      return this.#stateOf(order).report(families);
    } finally {
      this.#forget(families);
    }
  }

  #madeOf(order: ReportOrder, families: RecordFamilies): RecordReport {
    const key = JSON.stringify(order);
    const made = this.#made.get(key) ?? reportOn(families, order);
    this.#made.delete(key);
    this.#made.set(key, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > KEPT_STATES && oldest !== undefined) this.#made.delete(oldest);
    return made;
  }

  #stateOf({ parameters, filter }: ReportOrder): AccuracyState {
    const key = JSON.stringify([parameters, filter]);
    const state = this.#states.get(key) ?? new AccuracyState(parameters, filter);
    this.#states.delete(key);
    this.#states.set(key, state);
    return state;
  }

  #forget({ forecastCount }: RecordFamilies): void {
    if (forecastCount > KEPT_FORECASTS) {
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
