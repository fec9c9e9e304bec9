/** A database of its own for a test file. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { databaseOf, runStatements } from './test-server.ts';

export interface TestDatabase {
  /** For the service. */
  readonly url: string;
  /** For what only the owner of the tables may do. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

/**
 * Clones the migrated template (30 ms). Call it in `beforeAll`, and `drop` in `afterAll` after the
 * connections are closed. Works in the folders that vitest.config.ts names as using a database.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  return create((name, template) => `CREATE DATABASE ${name} TEMPLATE ${template}`);
}

/** A database without tables, for tests of migrations. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create((name) => `CREATE DATABASE ${name}`);
}

async function create(statement: (name: string, template: string) => string): Promise<TestDatabase> {
  const server = inject('testServer');
  if (!server)
    throw new Error('No test server here: name this folder in DATABASE_TESTS of vitest.config.ts.');
  const { url, adminUrl, template } = server;
  const name = `reckoner_test_${randomBytes(8).toString('hex')}`;
  await runStatements(adminUrl, [statement(name, template)]);
  return {
    url: databaseOf(url, name),
    ownerUrl: databaseOf(adminUrl, name),
    drop: () => runStatements(adminUrl, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  };
}
