/**
 * Whether anything that was on record at a number has changed since. What was only added does not count:
 * a page leaves out by its own number what came later, and so need not be read from the state of then.
 */
import { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';

const { sql } = Prisma;

/** Tables each row of which changes what something else is or says. */
const CHANGES = ['resolutions', 'verdicts', 'withdrawals', 'retractions', 'redactions', 'merges'];
const EDITABLE = ['source', 'forecaster', 'statement', 'question'];

/** What may be added later and yet select other rows: statements are found by the status of their questions. */
export type Selecting = 'forecasts' | 'questions';

/**
 * @param seq the number of then
 * @param selectedBy what selects rows of the list that is read
 */
export async function changedSince(
  database: Database,
  seq: number,
  selectedBy: readonly Selecting[],
): Promise<boolean> {
  const rows = CHANGES.map(
    (table) => sql`EXISTS (SELECT 1 FROM ${Prisma.raw(table)} WHERE seq > ${seq}::bigint)`,
  );
  const [answer] = await database.$queryRaw<{ changed: boolean }[]>`
    SELECT ${Prisma.join(rows, ' OR ')}
      OR EXISTS (SELECT 1 FROM revisions WHERE subject_type = ANY(${EDITABLE}) AND seq > ${seq}::bigint AND version > 1)
      OR EXISTS (SELECT 1 FROM forecasts WHERE seq > ${seq}::bigint AND (supersedes_id IS NOT NULL OR ${selectedBy.includes('forecasts')}::boolean))
      OR (${selectedBy.includes('questions')}::boolean
        AND EXISTS (SELECT 1 FROM questions WHERE created_seq > ${seq}::bigint AND seq > ${seq}::bigint AND statement_id IS NOT NULL)) AS changed`;
  return answer?.changed !== false;
}
