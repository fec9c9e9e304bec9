/** For what only reads: whether a database has this version's schema, whatever its settings. */
import pg from 'pg';
import { readMigrationFiles } from './migration/migration-files.ts';
import { pinnedSession } from './pinned-session.ts';
import { StartProblem } from './start-problem.ts';

const QUESTION = `SELECT 1 FROM _prisma_migrations
  WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL`;

/** @throws StartProblem where it has not, or does not answer */
export async function requireMigrated(url: string, limitMs: number): Promise<void> {
  const newest = (await readMigrationFiles()).at(-1)?.name ?? '';
  const client = new pg.Client({ ...pinnedSession(url), connectionTimeoutMillis: limitMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(QUESTION, [newest]);
    if (rowCount === 0) throw new Error(`migration ${newest} is not applied`);
  } catch (error) {
    throw new StartProblem(
      `The database cannot be read as it is: ${(error as Error).message}.`,
      'npm run migrate brings it to this version; npm start does so too.',
      error,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
