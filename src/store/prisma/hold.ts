/**
 * The order of all locks. A unit first holds what it decides on, then takes the head of the chain,
 * then writes.
 *
 * 1. Things are held by advisory locks, all of a unit's in one statement, in the order of their keys:
 *    of two units that want the same things one has the first of them, and gets the rest.
 * 2. Rows are locked only by whoever has the head. A write touches more rows than it decides on (what
 *    search finds, the marks of what hangs on the thing, foreign keys), and a row lock taken before the
 *    head would make its holder wait for the head and the head for the row.
 * 3. What writes beside units (last use of a key, forgetting kept answers) holds nothing while it waits.
 */
import type { Holding, Named } from '../unit.ts';
import { BeginAnew } from './failures.ts';
import type { Transaction } from './transaction.ts';

/** Whether a thing is held for a change, by its type and id. */
type Locks = ReadonlyMap<string, boolean>;

/**
 * Waits for everything named and holds it to the end of the transaction.
 * @param named where it is a function, it is asked before and after: what it names may depend on what others write meanwhile
 * @throws BeginAnew where something else is named by then
 */
export async function holdAll(
  transaction: Transaction,
  named: Holding | (() => Promise<Holding>),
): Promise<void> {
  const locks = locksOf(typeof named === 'function' ? await named() : named);
  await take(transaction, locks);
  if (typeof named !== 'function' || locks.get(EVERYTHING) === true) return;
  for (const [key, change] of locksOf(await named())) {
    const held = locks.get(key);
    if (held === undefined || (change && !held)) throw new BeginAnew();
  }
}

const EVERYTHING = 'everything';
/**
 * Locks of one unit. The server has room for some 6,400 of all its sessions together (`max_locks_per_transaction`
 * times `max_connections`), and without room everybody's writes fail: large batches hold everything instead.
 */
const MOST_LOCKS = 400;
const QUESTION = 'question ';

function locksOf({ change = {}, rely = {}, everything = false }: Holding): Locks {
  const keysOf = (named: Named): string[] =>
    Object.entries(named).flatMap(([type, ids]) => ids.map((id) => `${type} ${id}`));
  const locks = new Map([
    [EVERYTHING, everything] as const,
    ...keysOf(rely).map((key) => [key, false] as const),
    ...keysOf(change).map((key) => [key, true] as const),
  ]);
  return locks.size > MOST_LOCKS ? new Map([[EVERYTHING, true]]) : locks;
}

/**
 * Questions that hang together by conditions are held as one, by the first cause of them all, which the
 * database finds before and after it has waited.
 */
async function take(transaction: Transaction, locks: Locks): Promise<void> {
  const questions = [...locks].filter(([key]) => key.startsWith(QUESTION));
  const others = [...locks].filter(([key]) => !key.startsWith(QUESTION));
  const rows = await transaction.$queryRaw<{ held: boolean }[]>`
    SELECT reckoner_hold(${others.map(([key]) => key)}::text[], ${others.map(([, change]) => change)}::boolean[],
      ${questions.map(([key]) => key.slice(QUESTION.length))}::uuid[], ${questions.map(([, change]) => change)}::boolean[]) AS held`;
  if (rows[0]?.held !== true) throw new BeginAnew();
}
