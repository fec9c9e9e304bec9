/** Asks the database whether it may be used, on a connection of its own: a full pool is not a dead database. */
import pg from 'pg';

export interface ReadinessProbe {
  /** @throws Error naming what is wrong: no answer, a setting that loses commits, a missing migration. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const QUESTION = `
  SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
    EXISTS (SELECT 1 FROM _prisma_migrations
      WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrated`;

/** @param newestMigration name of the last migration that this version needs. */
export function openReadinessProbe(url: string, newestMigration: string, limitMs = 500): ReadinessProbe {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'reckoner readiness',
    options: '-c role=reckoner_app',
  });
  pool.on('error', () => undefined);
  return {
    async check() {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        const { rows } = await client.query<Record<string, unknown>>(QUESTION, [newestMigration]);
        for (const setting of ['fsync', 'full_page_writes']) {
          if (rows[0]?.[setting] !== 'on')
            throw new Error(`the database runs with ${setting}=off and may lose what it has acknowledged`);
        }
        if (rows[0]?.['migrated'] !== true) throw new Error(`migration ${newestMigration} is not applied`);
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
