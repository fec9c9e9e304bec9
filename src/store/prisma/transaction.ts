/** One transaction, retried as a whole on every shape of a serialisation conflict. */

import { setTimeout as sleep } from 'node:timers/promises';
import { ReckonerError } from '../../domain/errors.ts';
import type { Receipt } from '../store.ts';
import { appendOnly, classify, keyEnded, recordedUnread, unavailable } from './failures.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

export type Transaction = Prisma.TransactionClient;
/** What reads take: the client itself or a transaction. */
export type Database = PrismaClient | Transaction;

const ATTEMPTS = 5;
const BACKOFF_MS = 25;
/** Beyond this nobody is kept waiting by one more attempt. */
const RETRIES_WITHIN_MS = 2000;

export interface TransactionLimits {
  readonly maxWaitMs: number;
  readonly timeoutMs: number;
  /** After which no other attempt is begun; 2 s unless told. */
  readonly retriesWithinMs?: number;
}

/**
 * Runs `work` in one transaction.
 * @throws ReckonerError unavailable when the database cannot answer or the conflict persists.
 */
export async function inTransaction<Value>(
  prisma: Pick<PrismaClient, '$transaction'>,
  limits: TransactionLimits,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  const begin = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(work, { maxWait: limits.maxWaitMs, timeout: limits.timeoutMs });
    } catch (error) {
      const failure = classify(error);
      if (failure === 'unavailable') throw unavailable(error);
      if (failure === 'appendOnly') throw appendOnly(error);
      if (failure === 'keyEnded') throw keyEnded();
      if (failure !== 'retry' && failure !== 'raced') throw error;
      if (attempt === ATTEMPTS || performance.now() - begin > (limits.retriesWithinMs ?? RETRIES_WITHIN_MS)) {
        // Every use case looks before it writes: one that meets the same row each time has a defect.
        throw failure === 'raced' && attempt === ATTEMPTS ? error : unavailable(error);
      }
      await fullJitter(attempt);
    }
  }
}

/** Full jitter: colliding writers must not meet again at the same moment. */
function fullJitter(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * BACKOFF_MS * 2 ** attempt));
}

/** Runs a read, an unreachable database becoming the one honest refusal. */
export async function reading<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const failure = classify(error);
    // A read replica cancels with a conflict what is in its way; a read here is one statement or few.
    throw failure === 'unavailable' || failure === 'retry' ? unavailable(error) : error;
  }
}

/** Pauses before what is recorded is read again. */
const READ_BACK_PAUSES_MS = [50, 200, 600];
/** Beyond this nobody is kept waiting by one more attempt: of a frozen server each takes seconds. */
const READ_BACK_WITHIN_MS = 1000;

/**
 * Reads back what was committed under this receipt.
 * @throws ReckonerError unavailable, saying that it is recorded; as `reading` where nothing was
 */
export async function readingBack<Value>(
  work: () => Promise<Value>,
  receipt: Receipt | null,
): Promise<Value> {
  const begin = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await reading(work);
    } catch (error) {
      if (receipt === null || !(error instanceof ReckonerError && error.kind === 'unavailable')) throw error;
      const pause = READ_BACK_PAUSES_MS[attempt];
      if (pause === undefined || performance.now() - begin > READ_BACK_WITHIN_MS)
        throw recordedUnread(error, receipt);
      await sleep(pause);
    }
  }
}
