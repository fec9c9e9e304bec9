/** Runs the script of a migration beside a service that works: requests go first, the script tries again. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface LockWaiting {
  /** Milliseconds after the first attempt from which on there is no other. */
  readonly limitMs: number;
  /** Told once, when the first attempt found a table in use. */
  onWait(): void;
  /** Told when the last attempt did so; its error is thrown. */
  onGiveUp(): void;
}

/**
 * Whoever comes after a script that waits for a table waits behind it, and behind all tables that the
 * script has by then, so it waits for a moment only: a tenth of a second at first, half a second at most.
 * But that is less than the server takes (`deadlock_timeout`) to end an automatic vacuum that
 * is in the way, and that may work for an hour. So the script first takes the lock that a vacuum has,
 * which lets all requests pass and may be waited for.
 */
const beginGently = (waitMs: number) => `SET LOCAL lock_timeout = '10s';
DO $$ DECLARE tables text := (
    SELECT string_agg(oid::regclass::text, ', ' ORDER BY oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'USAGE'));
BEGIN
  IF tables IS NOT NULL THEN EXECUTE 'LOCK TABLE ' || tables || ' IN SHARE UPDATE EXCLUSIVE MODE'; END IF;
END $$;
SET LOCAL lock_timeout = '${waitMs}ms';
`;

/**
 * Noted in the transaction of the migration itself. The engine does so only afterwards: killed in
 * between, or while the server still runs what it was sent, it would leave a migration that is done
 * and said to be unfinished.
 */
const NOTE_FINISHED = `
;DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    UPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $$;`;

/** A lock that was not to be had in time; a request and the script that waited for each other. */
const IN_USE: readonly (string | undefined)[] = ['55P03', '40P01'];
/** For each table: with a part of it for each of seven a migration took 7.8 s, and held requests up for 2.3 s. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 500;
/** Requests that have queued meanwhile are served in a pause; other migrations of the same moment are out of step. */
const PAUSE_MS = 500;

/** Sent whole, Postgres runs a script as one transaction: what found a table in use has left nothing. */
export async function runScript(pool: pg.Pool, script: string, waiting: LockWaiting): Promise<void> {
  const deadline = performance.now() + waiting.limitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await pool.query(
        beginGently(Math.min(FIRST_WAIT_MS * attempt, LONGEST_WAIT_MS)) + script + NOTE_FINISHED,
      );
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && IN_USE.includes(error.code))) throw error;
      if (performance.now() > deadline) {
        waiting.onGiveUp();
        throw error;
      }
      if (attempt === 1) waiting.onWait();
      await sleep(PAUSE_MS * (1 + Math.random()));
    }
  }
}
