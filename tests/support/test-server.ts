/** The server of a test run, as its setup and its test files know it. */
import pg from 'pg';

export interface TestServer {
  /** What the service would be given: in the embedded server, the restricted role. */
  readonly url: string;
  /** Owner of the tables, who may create databases. */
  readonly adminUrl: string;
  /** Name of the migrated database to clone. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** The same connection to another database. */
export function databaseOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs statements one by one, each in its own transaction. */
export async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
