/**
 * Answers kept for requests that come again. An advisory lock on the key tells at once that the
 * first is still running; the row is written in the transaction that did the work, or not at all.
 */
import { ReckonerError } from '../../domain/errors.ts';
import type { Receipt, WriteRequest } from '../store.ts';
import type { Transaction } from './transaction.ts';

/** An answer that was given before. */
export interface Kept<Item> {
  readonly kind: 'replayed';
  readonly item: Item;
  readonly receipt: Receipt | null;
}

interface Row {
  fingerprint: string;
  body: string;
  headers: Receipt | null;
}

/**
 * The answer of the first request with this key; null where this is the first.
 * @throws ReckonerError conflict while the first runs, unprocessable where it asked for something else
 */
export async function keptAnswer(
  transaction: Transaction,
  { actor, idempotency }: WriteRequest,
): Promise<Kept<unknown> | null> {
  if (idempotency === undefined) return null;
  const locks = await transaction.$queryRaw<{ free: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${actor} ${idempotency.key}`}, 0)) AS free`;
  if (locks[0]?.free !== true) {
    throw new ReckonerError(
      'conflict',
      'idempotencyInProgress',
      'A request with this Idempotency-Key is still running. Ask again shortly.',
      {
        retryAfter: 1,
      },
    );
  }
  const rows = await transaction.$queryRaw<Row[]>`
    SELECT fingerprint, body, headers FROM idempotency_records WHERE key_id = ${actor}::uuid AND key = ${idempotency.key}`;
  const row = rows[0];
  if (row === undefined) return null;
  if (row.fingerprint !== idempotency.fingerprint) {
    throw new ReckonerError(
      'unprocessable',
      'idempotencyKeyReused',
      'This Idempotency-Key was used for another request. Send a new key with a new request.',
    );
  }
  return { kind: 'replayed', item: JSON.parse(row.body) as unknown, receipt: row.headers };
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
