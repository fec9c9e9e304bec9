/** Whether a given Postgres server can be used at all, said in words before anything is built on it. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { decidedSession } from './pinned-session.ts';
import { StartProblem } from './start-problem.ts';

const OLDEST_SERVER = 150_000;
const STARTING_UP = '57P03';
const STARTING_LIMIT_MS = 30_000;

/** @throws StartProblem naming server and database, never the password. */
export async function reachDatabase(url: string, variable: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + STARTING_LIMIT_MS;
  for (;;) {
    try {
      return await askServer(url, variable, timeoutMs);
    } catch (error) {
      if (error instanceof StartProblem) throw error;
      const { code } = error as { code?: string };
      if (code !== STARTING_UP || Date.now() > deadline) throw unreachable(url, variable, error as Error);
      await sleep(250);
    }
  }
}

/**
 * Whether sessions of that user may take the restricted role.
 * @throws StartProblem saying which grant is missing.
 */
export async function reachAsService(url: string, timeoutMs: number): Promise<void> {
  try {
    await withClient(url, timeoutMs, async () => undefined, '-c role=reckoner_app');
  } catch (error) {
    const user = new URL(url).username || 'this user';
    throw new StartProblem(
      `${placeOf(url)} refuses to let ${user} work as reckoner_app: ${(error as Error).message}.`,
      `As the owner of the tables run: GRANT reckoner_app TO "${user}";`,
      error,
    );
  }
}

async function askServer(url: string, variable: string, timeoutMs: number): Promise<void> {
  const { version, encoding } = await withClient(url, timeoutMs, async (client) => {
    const { rows } = await client.query<{ version: number; encoding: string }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
    );
    return rows[0] ?? { version: 0, encoding: '' };
  });
  if (version < OLDEST_SERVER) {
    throw new StartProblem(
      `${placeOf(url)} is Postgres ${Math.floor(version / 10_000)}; Reckoner needs 15 or newer.`,
      `Give ${variable} a newer server, or unset it to use the embedded database.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new StartProblem(
      `${placeOf(url)} stores text as ${encoding}; Reckoner needs UTF8.`,
      `Create a database with ENCODING 'UTF8' TEMPLATE template0 and name it in ${variable}.`,
    );
  }
}

async function withClient<Answer>(
  url: string,
  timeoutMs: number,
  work: (client: pg.Client) => Promise<Answer>,
  options = '',
): Promise<Answer> {
  const client = new pg.Client({
    ...decidedSession(url, options),
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function unreachable(url: string, variable: string, error: Error & { code?: string }): StartProblem {
  const advice: Record<string, string> = {
    '28P01': `Correct user and password in ${variable}.`,
    '28000': `Allow this user to connect (pg_hba.conf), or correct ${variable}.`,
    '3D000': `Create it (CREATE DATABASE ${new URL(url).pathname.slice(1)};), or correct ${variable}.`,
    '53300': 'Raise max_connections of the server, or stop other clients.',
  };
  const reason = error.message || error.code || 'no answer';
  return new StartProblem(
    `${placeOf(url)} cannot be reached: ${reason}.`,
    advice[error.code ?? ''] ??
      `Start that server or correct ${variable}; without DATABASE_URL an embedded database is used.`,
    error,
  );
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `The database ${pathname.slice(1)} at ${hostname || 'localhost'}:${port || '5432'}`;
}
