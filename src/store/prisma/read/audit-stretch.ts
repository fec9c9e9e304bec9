/** How far the trail is read in one go: an event may name any number of records, and bring any number of scores. */
import { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';

/** An event's name for a record as it is stored, which is known without reading it. */
const NAME_BYTES = 80;

export interface StretchBounds {
  readonly events: number;
  /** Records, and scores where they are read too. */
  readonly rows: number;
  readonly withScores: boolean;
}

/** The number before that at which the events from `from` on, or their rows, become too many; else `to`. One event always fits. */
export async function endOfStretch(
  database: Database,
  from: number,
  to: number,
  most: StretchBounds,
): Promise<number> {
  const scores = most.withScores
    ? Prisma.sql`(SELECT count(*) FROM scores s WHERE s.seq = e.seq)`
    : Prisma.sql`0`;
  const rows = await database.$queryRaw<{ seq: bigint | null }[]>`
    SELECT min(seq) - 1 AS seq FROM (
      SELECT seq, row_number() OVER ordered AS place,
        sum(pg_column_size(records) / ${NAME_BYTES}::int + ${scores}) OVER ordered AS rows
      FROM (SELECT seq, records FROM audit_events WHERE seq BETWEEN ${from} AND ${to} ORDER BY seq LIMIT ${most.events + 1}::int) AS e
      WINDOW ordered AS (ORDER BY seq)) AS counted
    WHERE place > 1 AND (rows > ${most.rows} OR place > ${most.events})`;
  return Number(rows[0]?.seq ?? to);
}
