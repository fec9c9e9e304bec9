/**
 * The end of a unit: the head is locked, the planned writes are made under its `seq`, the audit
 * event closes them, and the head moves. One statement does it all, so that the lock is held for
 * that statement and the commit: neither a hash nor a turn of the event loop is waited for under it.
 */
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import { eventHash, recordsSha256 } from '../../../domain/audit/chain.ts';
import type { Receipt, WriteRequest } from '../../store.ts';
import type { Write } from '../../unit.ts';
import type { Transaction } from '../transaction.ts';
import { type PlainWrite, planWrites, type Subject, subjectOf } from './plan.ts';
import { redact } from './redactions.ts';
import type { Stamp } from './stamp.ts';
import { inBatches, type Step } from './steps.ts';

interface Appended {
  seq: bigint;
  recordedAt: Date;
  previousHash: string;
  hash: string;
}

/**
 * The writing half of a unit. The first flush takes the head lock and with it the stamp; `close`
 * writes the rest and the event that covers everything.
 */
export class UnitWriter {
  readonly #transaction: Transaction;
  readonly #request: WriteRequest;
  readonly #records: AuditRecord[] = [];
  #stamp: Stamp | null = null;
  #subject: Subject | null = null;

  constructor(transaction: Transaction, request: WriteRequest) {
    this.#transaction = transaction;
    this.#request = request;
  }

  /** Makes the writes now, under the head lock, and empties the list. */
  async flush(writes: Write[]): Promise<void> {
    const steps = await this.#take(writes);
    for (const batch of inBatches(steps)) await this.#write(batch);
  }

  /** Makes the writes, appends the event and moves the head; null when nothing was written. */
  async close(writes: Write[]): Promise<Receipt | null> {
    const batches = inBatches(await this.#take(writes));
    const last = batches.pop() ?? [];
    for (const batch of batches) await this.#write(batch);
    return this.#subject === null ? null : this.#append(this.#subject, last);
  }

  /** Empties the list. Redactions and what comes before them are carried out; the steps of the rest are left. */
  async #take(writes: Write[]): Promise<readonly Step[]> {
    this.#subject ??= subjectOf(writes);
    let plain: PlainWrite[] = [];
    for (const write of writes.splice(0)) {
      if (write.type !== 'redaction') {
        plain.push(write);
        continue;
      }
      await this.#write(this.#plan(plain));
      plain = [];
      this.#records.push(...(await redact(this.#transaction, write, await this.#lockHead())));
    }
    return this.#plan(plain);
  }

  #plan(writes: readonly PlainWrite[]): readonly Step[] {
    const { steps, records } = planWrites(writes);
    for (const record of records) this.#records.push(record);
    return steps;
  }

  async #lockHead(): Promise<Stamp> {
    if (this.#stamp !== null) return this.#stamp;
    const heads = await this.#transaction.$queryRaw<{ seq: bigint; now: Date }[]>`
      SELECT seq, date_trunc('milliseconds', clock_timestamp()) AS now FROM audit_head WHERE id = 1 FOR UPDATE`;
    const head = heads[0];
    if (!head) throw new Error('the audit head is missing: this database was not migrated by Reckoner');
    this.#stamp = { seq: head.seq + 1n, recordedAt: head.now, actor: this.#request.actor };
    return this.#stamp;
  }

  async #write(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return;
    const { seq, recordedAt, actor } = await this.#lockHead();
    await this.#transaction.$queryRaw`
      SELECT 1 AS done FROM (SELECT reckoner_write_steps(${JSON.stringify(steps)}::jsonb, ${seq}, ${recordedAt}, ${actor}::uuid)) AS written`;
  }

  async #append(subject: Subject, steps: readonly Step[]): Promise<Receipt> {
    const { actor, action } = this.#request;
    requireDistinct(this.#records);
    const recordSha256 = recordsSha256(this.#records);
    const rows = await this.#transaction.$queryRaw<Appended[]>`
      SELECT event_seq AS seq, event_at AS "recordedAt", event_previous AS "previousHash", event_hash AS hash
      FROM reckoner_append(${actor}::uuid, ${action}, ${subject.type}, ${subject.id}::uuid, ${JSON.stringify(this.#records)}::jsonb,
        ${recordSha256}, ${JSON.stringify(steps)}::jsonb, ${this.#stamp?.recordedAt ?? null}::timestamptz)`;
    const event = rows[0] as Appended;
    const seq = Number(event.seq);
    const recordedAt = event.recordedAt.toISOString();
    const { hash, previousHash } = event;
    // The database hashed what it stored: if anything of it is not what was meant, nothing is committed.
    if (hash !== eventHash({ seq, recordedAt, actor, action, subject, recordSha256, previousHash }))
      throw new Error(`the hash of audit event ${seq} is not that of its content`);
    return { seq, hash, recordedAt };
  }
}

/** A record that an event names twice could be verified as neither: better nothing is committed. */
function requireDistinct(records: readonly AuditRecord[]): void {
  const seen = new Set<string>();
  for (const { type, id, version } of records) {
    const key = `${type} ${id} ${version}`;
    if (seen.has(key)) throw new Error(`an audit event would name ${key} twice`);
    seen.add(key);
  }
}
