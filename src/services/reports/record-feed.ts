/**
 * What a kept record is told, so that it stands where a report is asked for: everything once, then only
 * what was written since. Several processes on one database each have a feed of their own.
 */
import type { RecordChanges } from '../../domain/accuracy/record/record-changes.ts';
import type { ReportRecord } from '../../domain/accuracy/record/report-record.ts';
import type { RecordReader } from './report-order.ts';

export type RecordStep =
  /** A record to keep in the place of any other. */
  | { readonly whole: ReportRecord; readonly reading: number }
  /** From where the kept record must be, and which reading it must go back to; null where nothing was written since. */
  | { readonly after: number; readonly changes: RecordChanges | null; readonly reading: number }
  /** A record of before, which is not kept. */
  | { readonly past: ReportRecord };

export class RecordFeed {
  #reader: RecordReader | null = null;
  #reached: number | null = null;
  /** Number of the last whole record. A step that is lost on its way leaves the record of the reading before. */
  #reading = 0;
  /** Up to here nothing was redacted since the kept record was read; what could not be read does not count. */
  #checked = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * Hands the step to `post`, which must pass steps on in the order in which it is called. One at a time:
   * the next step begins where this one ends.
   * @param seq null for the head, wherever it is when the turn comes
   */
  async stepTo<Posted>(
    seq: number | null,
    reader: RecordReader,
    post: (step: RecordStep) => Posted,
  ): Promise<Posted> {
    const turn = this.#turn.then(async () => {
      const to = seq ?? (await reader.auditHead()).seq;
      const step = await this.#step(to, reader);
      return step === null ? { past: to } : { posted: post(step) };
    });
    this.#turn = turn.catch(() => undefined);
    const done = await turn;
    return 'posted' in done ? done.posted : post(await pastStep(done.past, reader));
  }

  /**
   * The record of that reading is gone, or is not where it should be: the next step is a whole one, unless one
   * was taken already. In turn: a step under way would go on from what is forgotten.
   */
  forget(reading: number): void {
    this.#turn = this.#turn.then(() => {
      if (this.#reading === reading) this.#reached = null;
    });
  }

  /** Null where the kept record has passed it already. */
  async #step(seq: number, reader: RecordReader): Promise<RecordStep | null> {
    const { seq: head } = await reader.auditHead();
    if (this.#reader !== reader) this.#reached = null;
    if (this.#reached !== null && seq < head) {
      if (await this.#isRedacted(head, reader)) this.#reached = null;
      else this.#checked = head;
    }
    const reached = this.#reached;
    if (reached === seq) return { after: seq, changes: null, reading: this.#reading };
    if (reached !== null && seq < reached) return null;
    const changes = reached === null ? null : await reader.recordChanges(reached, seq);
    if (reached !== null && changes !== null) {
      this.#reached = seq;
      this.#checked = Math.max(this.#checked, seq);
      return { after: reached, changes, reading: this.#reading };
    }
    const whole = await reader.recordAsOf(seq);
    this.#reading += 1;
    this.#reader = reader;
    this.#reached = seq;
    this.#checked = head;
    return { whole, reading: this.#reading };
  }

  /** A redaction changes what was on record before it: what is kept may hold a text that is gone. */
  async #isRedacted(head: number, reader: RecordReader): Promise<boolean> {
    return this.#checked < head && (await reader.recordChanges(this.#checked, head)) === null;
  }
}

/** A step that needs no kept record. */
export async function pastStep(seq: number | null, reader: RecordReader): Promise<RecordStep> {
  return { past: await reader.recordAsOf(seq ?? (await reader.auditHead()).seq) };
}
