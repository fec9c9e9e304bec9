/** Services that start on one database at the same moment fill it one after the other. */
import pg from 'pg';
import { decidedSession } from './pinned-session.ts';
import { StartProblem } from './start-problem.ts';

/** Any number that nobody else locks. */
export const START_LOCK = 7_235_891_247;
const WAIT_MS = 120_000;

/**
 * Runs `work` while no other service does so on this database.
 * @throws StartProblem when another one takes longer than two minutes.
 */
export async function oneAtATime<Value>(url: string, work: () => Promise<Value>): Promise<Value> {
  const client = new pg.Client({
    ...decidedSession(url, ''),
    connectionTimeoutMillis: 5000,
    application_name: 'reckoner start',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${WAIT_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [START_LOCK]).catch((error: unknown) => {
      throw new StartProblem(
        'Another Reckoner has been filling this database for too long.',
        'Look whether it still works; stop it, then start again.',
        error,
      );
    });
    return await work();
  } finally {
    // The lock goes with the session.
    await client.end().catch(() => undefined);
  }
}
