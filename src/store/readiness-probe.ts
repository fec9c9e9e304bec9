/** Asks the database whether it may be used, on a connection of its own: a full pool is not a dead database. */
import pg from 'pg';
import { hearErrors } from './hear-errors.ts';
import { pinnedSession } from './pinned-session.ts';

export interface ReadinessProbe {
  /** @throws Error naming what is wrong: no answer, a setting that loses commits, a missing migration. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const QUESTION = `
  SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit, current_setting('role') AS role,
    current_setting('transaction_read_only') AS read_only,
    EXISTS (SELECT 1 FROM _prisma_migrations
      WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrated`;

/** @param newestMigration name of the last migration that this version needs. */
export function openReadinessProbe(url: string, newestMigration: string, limitMs = 500): ReadinessProbe {
  const pool = new pg.Pool({
    ...pinnedSession(url),
    max: 1,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'reckoner readiness',
  });
  hearErrors(pool, () => undefined);
  return {
    async check() {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        const { rows } = await client.query<Record<string, unknown>>(QUESTION, [newestMigration]);
        const problem = problemOf(rows[0] ?? {}, newestMigration);
        if (problem !== null) throw new Error(problem);
      } catch (error) {
        failure = error as Error;
        throw error;
      } finally {
        // A connection that did not answer in time would answer the next question with this one's rows.
        client.release(failure);
      }
    },
    close: () => pool.end(),
  };
}

function problemOf(found: Record<string, unknown>, newestMigration: string): string | null {
  for (const setting of ['fsync', 'full_page_writes']) {
    if (found[setting] !== 'on')
      return `the database runs with ${setting}=${found[setting]} and may lose what it has acknowledged`;
  }
  // The service pins both; a connection pooler in between may drop what a session asks for.
  if (found['synchronous_commit'] !== 'on')
    return `sessions run with synchronous_commit=${found['synchronous_commit']} although the service asks for on: something between drops its settings, and commits may be lost`;
  if (found['role'] !== 'reckoner_app')
    return `sessions run with role=${found['role']} although the service asks for reckoner_app: something between drops its settings`;
  if (found['read_only'] !== 'off') return 'the database takes no writes (transaction_read_only=on)';
  if (found['migrated'] !== true) return `migration ${newestMigration} is not applied`;
  return null;
}
