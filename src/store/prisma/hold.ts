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
 * @param name asked before and after: what it names may depend on what others write meanwhile
 * @throws BeginAnew where something else is named by then
 */
export async function holdAll(transaction: Transaction, name: () => Promise<Holding>): Promise<void> {
  const locks = await locksOf(transaction, await name());
  await take(transaction, locks);
  for (const [key, change] of await locksOf(transaction, await name())) {
    const held = locks.get(key);
    if (held === undefined || (change && !held)) throw new BeginAnew();
  }
}

/** Questions that hang together by conditions are held as one, by the first cause of them all. */
async function locksOf(
  transaction: Transaction,
  { change = {}, rely = {}, everything = false }: Holding,
): Promise<Locks> {
  const roots = await rootsOf(transaction, [...(change.question ?? []), ...(rely.question ?? [])]);
  const keysOf = (named: Named): string[] =>
    Object.entries(named).flatMap(([type, ids]) =>
      ids.map((id) => `${type} ${type === 'question' ? (roots.get(id) ?? id) : id}`),
    );
  return new Map([
    ['everything', everything] as const,
    ...keysOf(rely).map((key) => [key, false] as const),
    ...keysOf(change).map((key) => [key, true] as const),
  ]);
}

async function rootsOf(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction.$queryRaw<{ id: string; root: string }[]>`
    WITH RECURSIVE chain AS (
      SELECT id, id AS root, condition_question_id AS cause FROM questions WHERE id = ANY(${[...ids]}::uuid[])
      UNION SELECT chain.id, q.id, q.condition_question_id FROM questions q JOIN chain ON q.id = chain.cause)
    SELECT id, root FROM chain WHERE cause IS NULL`;
  return new Map(rows.map(({ id, root }) => [id, root]));
}

async function take(transaction: Transaction, locks: Locks): Promise<void> {
  await transaction.$executeRaw`
    SELECT CASE WHEN change THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END
    FROM (SELECT hashtextextended(thing, 1) AS key, bool_or(change) AS change
      FROM unnest(${[...locks.keys()]}::text[], ${[...locks.values()]}::boolean[]) AS wanted(thing, change)
      GROUP BY 1 ORDER BY 1) AS ordered`;
}
