/**
 * Answers kept for requests that come again. An advisory lock on the key tells at once that the
 * first is still running; the row is written in the transaction that did the work, or not at all.
 */
import { ReckonerError } from '../../domain/errors.ts';
import type { Receipt, WriteRequest } from '../store.ts';
import { keyEnded } from './failures.ts';
import type { Transaction } from './transaction.ts';

/** An answer that was given before. */
export interface Kept<Item> {
  readonly kind: 'replayed';
  readonly item: Item;
  readonly receipt: Receipt | null;
}

interface Begun {
  now: Date;
  inProgress: boolean;
  keyEnded: boolean;
  kept: { fingerprint: string; body: string; receipt: Receipt | null } | null;
}

/**
 * Begins a unit: the database's time, and the answer of the first request with this key; null where
 * this is the first, or there is no key. One round trip. The key that calls was looked up before the body
 * came: what it may not write any more it may not rehearse or ask for again either.
 * @throws ReckonerError unauthenticated where the key has ended, conflict while the first runs, unprocessable where it asked for something else
 */
export async function begin(
  transaction: Transaction,
  { actor, idempotency }: Pick<WriteRequest, 'actor' | 'idempotency'>,
): Promise<{ readonly now: Date; readonly kept: Kept<unknown> | null }> {
  const rows = await transaction.$queryRaw<Begun[]>`
    SELECT begun_at AS now, in_progress AS "inProgress", kept,
      EXISTS (SELECT 1 FROM api_keys k WHERE k.id = ${actor}::uuid AND (k.revoked_at <= begun_at OR k.expires_at <= begun_at)) AS "keyEnded"
    FROM reckoner_begin(${actor}::uuid, ${idempotency?.key ?? null})`;
  const { now, inProgress, kept, keyEnded: ended } = rows[0] as Begun;
  if (ended) throw keyEnded();
  if (inProgress) {
    throw new ReckonerError(
      'conflict',
      'idempotencyInProgress',
      'A request with this Idempotency-Key is still running. Ask again shortly.',
      {
        retryAfter: 1,
      },
    );
  }
  if (kept === null) return { now, kept };
  if (kept.fingerprint !== idempotency?.fingerprint) {
    throw new ReckonerError(
      'unprocessable',
      'idempotencyKeyReused',
      'This Idempotency-Key was used for another request. Send a new key with a new request.',
    );
  }
  return { now, kept: { kind: 'replayed', item: JSON.parse(kept.body) as unknown, receipt: kept.receipt } };
}

const STATUS_OF_ALL = 201;

/** Keeps the answer in the transaction that did the work. */
export async function keepAnswer(
  transaction: Transaction,
  { actor, idempotency }: WriteRequest,
  item: unknown,
  receipt: Receipt | null,
): Promise<void> {
  if (idempotency === undefined) return;
  await transaction.$executeRaw`
    INSERT INTO idempotency_records (key_id, key, fingerprint, status, body, headers)
    VALUES (${actor}::uuid, ${idempotency.key}, ${idempotency.fingerprint}, ${STATUS_OF_ALL}, ${JSON.stringify(item)}, ${JSON.stringify(receipt)}::jsonb)`;
}
