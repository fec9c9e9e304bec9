/** What the planner knows of the tables: nothing until the server has looked at them, a minute after a large load or later. */
import pg from 'pg';

async function asOwner(ownerUrl: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes the server plan as for tables that it has never looked at. */
export function forgetStatistics(ownerUrl: string): Promise<void> {
  return asOwner(ownerUrl, [
    `DELETE FROM pg_statistic WHERE starelid IN (
      SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`,
    `UPDATE pg_class SET reltuples = -1, relpages = 0, relallvisible = 0
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  ]);
}

export function makeStatistics(ownerUrl: string): Promise<void> {
  return asOwner(ownerUrl, ['ANALYZE']);
}
