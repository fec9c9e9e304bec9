/** What a unit asks about many things at once without reading them whole. */
import type { Instant } from '../../../domain/time.ts';
import type { RetractedUnder } from '../../unit.ts';
import type { Database } from '../transaction.ts';
import { isoOrNull } from './items.ts';
import { selectFallen } from './what-stands.ts';

/** Of these statements those that were retracted, or whose source or speaker was, with what of it. */
export async function readRetractedUnder(
  database: Database,
  statementIds: readonly string[],
): Promise<ReadonlyMap<string, RetractedUnder>> {
  if (statementIds.length === 0) return new Map();
  const rows = await database.$queryRaw<{ id: string; what: RetractedUnder }[]>(selectFallen(statementIds));
  return new Map(rows.map(({ id, what }) => [id, what]));
}

/** These statements and all that they repeat, over any number of others. */
export async function readRepeated(database: Database, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await database.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE repeated AS (
      SELECT unnest(${[...ids]}::uuid[]) AS id
      UNION SELECT n.to_statement_id FROM statement_relations n JOIN repeated ON n.from_statement_id = repeated.id WHERE n.type = 'repeats')
    SELECT id FROM repeated ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** When the outcome was known, as it was decided when it was recorded. */
export async function readOutcomeKnownAt(database: Database, resolutionId: string): Promise<Instant | null> {
  const rows = await database.$queryRaw<{ at: Date | null }[]>`
    SELECT known_at_instant AS at FROM resolutions WHERE id = ${resolutionId}::uuid`;
  return isoOrNull(rows[0]?.at ?? null);
}
