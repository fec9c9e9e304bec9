/**
 * What a kept record is told, so that it stands where a report is asked for: everything once, then only
 * what was written since. Several processes on one database each have a feed of their own.
 */
import type { RecordChanges } from '../../domain/accuracy/record/record-changes.ts';
import type { ReportRecord } from '../../domain/accuracy/record/report-record.ts';
import type { RecordReader } from './report-order.ts';

export type RecordStep =
  /** A record to keep in the place of any other. */
  | { readonly whole: ReportRecord }
  /** From where the kept record must be; null where nothing was written since. */
  | { readonly after: number; readonly changes: RecordChanges | null }
  /** A record of before, which is not kept. */
  | { readonly past: ReportRecord };

export class RecordFeed {
  #reader: RecordReader | null = null;
  #reached: number | null = null;
  /** Up to here nothing was redacted since the kept record was read. */
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
    return 'posted' in done ? done.posted : post({ past: await reader.recordAsOf(done.past) });
  }

  /** The kept record is gone, or is not where it should be: the next step is a whole one. */
  forget(): void {
    this.#reached = null;
  }

  /** Null where the kept record has passed it already. */
  async #step(seq: number, reader: RecordReader): Promise<RecordStep | null> {
    const { seq: head } = await reader.auditHead();
    const kept = this.#reader === reader ? this.#reached : null;
    const reached = kept !== null && seq < head && (await this.#isRedacted(head, reader)) ? null : kept;
    this.#checked = head;
    if (reached === seq) return { after: seq, changes: null };
    if (reached !== null && seq < reached) return null;
    const changes = reached === null ? null : await reader.recordChanges(reached, seq);
    const step =
      reached === null || changes === null
        ? { whole: await reader.recordAsOf(seq) }
        : { after: reached, changes };
    this.#reader = reader;
    this.#reached = seq;
    return step;
  }

  /** A redaction changes what was on record before it: what is kept may hold a text that is gone. */
  async #isRedacted(head: number, reader: RecordReader): Promise<boolean> {
    return this.#checked < head && (await reader.recordChanges(this.#checked, head)) === null;
  }
}
