/** The store over Prisma and Postgres. */
import type { Store, WriteRequest } from '../store.ts';
import { UnitWriter } from './append/event.ts';
import { DatabaseClock } from './clock.ts';
import type { Connection } from './connect.ts';
import { begin, type Kept, keepAnswer } from './idempotency.ts';
import { makeReader } from './read/reader.ts';
import {
  inTransaction,
  reading,
  readingBack,
  type Transaction,
  type TransactionLimits,
} from './transaction.ts';
import { makeUnit } from './unit.ts';

/** Thrown to leave a rehearsal: the transaction is rolled back, the value gets out. */
class Rehearsed<Value> {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

export function openStore(connection: Connection, limits: TransactionLimits): Store {
  const { prisma } = connection;
  const clock = new DatabaseClock(connection);
  const reader = makeReader(prisma, () => clock.now());

  function unitFrom(transaction: Transaction, request: WriteRequest, now: Date) {
    clock.observe(now);
    return makeUnit(transaction, new UnitWriter(transaction, request), now.toISOString());
  }

  /** What may take longer is begun anew for longer too. */
  function boundsOf({ timeoutMs }: WriteRequest): TransactionLimits {
    return timeoutMs === undefined ? limits : { ...limits, timeoutMs, retriesWithinMs: timeoutMs / 2 };
  }

  return {
    ...guardReads(reader),
    async write(request, work, answer) {
      const done = await inTransaction(prisma, boundsOf(request), async (transaction) => {
        const { now, kept } = await begin(transaction, request);
        if (kept !== null) return kept as Kept<Awaited<ReturnType<typeof answer>>>;
        const unit = unitFrom(transaction, request, now);
        const value = await work(unit);
        const receipt = await unit.close();
        if (request.idempotency === undefined) return { kind: 'worked' as const, value, item: null, receipt };
        const item = await answer({ ...unit, now: () => clock.now() }, value);
        await keepAnswer(transaction, request, item, receipt);
        return { kind: 'worked' as const, value, item, receipt };
      });
      if (done.kind === 'replayed') return { item: done.item, receipt: done.receipt, replayed: true };
      // Without a key nobody needs the answer inside the transaction: it is read after the head lock is free.
      const item = done.item ?? (await readingBack(() => answer(reader, done.value), done.receipt));
      return { item, receipt: done.receipt, replayed: false };
    },
    async rehearse(request, work) {
      try {
        return await inTransaction(prisma, boundsOf(request), async (transaction) => {
          const { now } = await begin(transaction, { actor: request.actor });
          throw new Rehearsed(await work(unitFrom(transaction, request, now)));
        });
      } catch (error) {
        if (error instanceof Rehearsed) return error.value as Awaited<ReturnType<typeof work>>;
        throw error;
      }
    },
    async touchKey(id, at) {
      await reading(
        () => prisma.$executeRaw`
        UPDATE api_keys SET last_used_at = date_trunc('minute', ${at}::timestamptz)
        WHERE id = ${id}::uuid AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', ${at}::timestamptz))`,
      );
    },
    async forgetAnswers(olderThanHours) {
      return reading(
        () => prisma.$executeRaw`
        DELETE FROM idempotency_records WHERE (key_id, key) IN (
          SELECT key_id, key FROM idempotency_records WHERE created_at < clock_timestamp() - make_interval(hours => ${olderThanHours}::int)
          FOR UPDATE SKIP LOCKED)`,
      );
    },
    async close() {
      await prisma.$disconnect();
    },
  };
}

/** Every read answers, or refuses honestly when the database cannot. */
function guardReads<Reads extends object>(reads: Reads): Reads {
  return new Proxy(reads, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, receiver) as unknown;
      if (typeof value === 'function')
        return (...input: unknown[]) => reading(async () => value.apply(target, input) as unknown);
      return typeof value === 'object' && value !== null ? guardReads(value) : value;
    },
  });
}
