/** A kept record is never taken for what it is not, whatever fails on the way. */
import { describe, expect, it } from 'vitest';
import type { RecordChanges } from '../../../src/domain/accuracy/record/record-changes.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { KeptRecord } from '../../../src/services/reports/kept-record.ts';
import { RecordFeed, type RecordStep } from '../../../src/services/reports/record-feed.ts';
import type { RecordReader } from '../../../src/services/reports/report-order.ts';
import { openWorkerPool } from '../../../src/services/reports/worker-pool.ts';
import { record } from '../../domain/accuracy-report/small-record.ts';

const small = record({});

/** A store whose head, redaction and failing are set by hand. */
class Source implements RecordReader {
  head = 10;
  redactedAt = Number.POSITIVE_INFINITY;
  failing = false;
  gate: Promise<void> = Promise.resolve();

  auditHead = async () => ({ seq: this.head, hash: '', recordedAt: '2026-01-01T00:00:00.000Z' });

  recordAsOf = async (seq: number) => {
    await this.gate;
    if (this.failing) throw new Error('the database is away');
    return { ...small, seq };
  };

  recordChanges = async (after: number, upTo: number) => {
    await this.gate;
    if (after < this.redactedAt && upTo >= this.redactedAt) return null;
    return { after, seq: upTo } as RecordChanges;
  };
}

const kindOf = (step: RecordStep) =>
  'whole' in step ? 'whole' : 'past' in step ? 'past' : `after ${step.after}`;

describe('what a kept record is told', () => {
  it.each([10, null])(
    'is the whole after a redaction, also where reading %j has failed since',
    async (asked) => {
      const source = new Source();
      const feed = new RecordFeed();
      expect(await feed.stepTo(null, source, kindOf)).toBe('whole');
      expect(await feed.stepTo(null, source, kindOf)).toBe('after 10');
      source.head = 12;
      source.redactedAt = 12;
      source.failing = true;
      await expect(feed.stepTo(asked, source, kindOf)).rejects.toThrow('away');
      source.failing = false;
      expect(await feed.stepTo(10, source, kindOf)).toBe('whole');
      expect(await feed.stepTo(10, source, kindOf)).toBe('after 10');
    },
  );

  it('does not fit a record of before where the whole one was lost on its way', async () => {
    const source = new Source();
    const feed = new RecordFeed();
    const kept = new KeptRecord();
    const take = (step: RecordStep) => 'past' in step || kept.take(step);
    expect(await feed.stepTo(10, source, take)).toBe(true);
    source.head = 12;
    source.redactedAt = 12;
    expect(await feed.stepTo(10, source, kindOf)).toBe('whole');
    const lost = await feed.stepTo(10, source, (step) => step);
    expect('past' in lost || kept.take(lost)).toBe(false);
    feed.forget('reading' in lost ? lost.reading : 0);
    expect(await feed.stepTo(10, source, take)).toBe(true);
    expect(await feed.stepTo(10, source, take)).toBe(true);
  });

  it('finds no record where bringing it up to date failed half-way', () => {
    const kept = new KeptRecord();
    kept.take({ whole: small, reading: 1 });
    const broken = { after: small.seq, seq: small.seq + 1, statements: null } as unknown as RecordChanges;
    expect(() => kept.take({ after: small.seq, changes: broken, reading: 1 })).toThrow();
    expect(kept.take({ after: small.seq, changes: null, reading: 1 })).toBe(false);
    expect(kept.take({ after: small.seq + 1, changes: null, reading: 1 })).toBe(false);
  });

  it('is the whole after what was forgotten, also while a step is under way, and once for all who saw it', async () => {
    const source = new Source();
    const feed = new RecordFeed();
    await feed.stepTo(null, source, kindOf);
    source.head = 11;
    let open = () => {};
    source.gate = new Promise((resolve) => {
      open = resolve;
    });
    const underWay = feed.stepTo(null, source, kindOf);
    feed.forget(1);
    const next = feed.stepTo(null, source, kindOf);
    feed.forget(1);
    const last = feed.stepTo(null, source, kindOf);
    open();
    expect([await underWay, await next, await last]).toEqual(['after 10', 'whole', 'after 11']);
  });
});

describe('a pool that was closed', () => {
  it('begins nothing any more, not even what it was reading for', async () => {
    const source = new Source();
    let open = () => {};
    source.gate = new Promise((resolve) => {
      open = resolve;
    });
    const pool = openWorkerPool({ threads: 1 });
    const asked = pool.build({ kind: 'accuracy', parameters: defaultParameters, filter: {} }, null, source);
    const refused = expect(asked).rejects.toMatchObject({ code: 'reportsBusy' });
    await pool.close();
    open();
    await refused;
  });
});
