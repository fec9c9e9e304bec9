/** What is wrong outside is said in words, with what to do; the process ends with 1 and never serves. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { applyMigrations } from '../../src/store/migrate.ts';
import { START_LOCK } from '../../src/store/start-lock.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ServiceProcess, startProcess, temporaryDataFolder } from '../support/service-process.ts';
import { databaseOf, runStatements } from '../support/test-server.ts';

const folder = temporaryDataFolder();
const databases: TestDatabase[] = [];
const started: ServiceProcess[] = [];
let migrated: TestDatabase;

beforeAll(async () => {
  migrated = await createTestDatabase();
  databases.push(migrated);
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.kill();
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await folder.remove();
});

async function refusal(environment: Record<string, string>): Promise<string> {
  const service = startProcess({ DATA_DIR: folder.path, ...environment });
  started.push(service);
  expect(await service.ended, service.printed()).toBe(1);
  const printed = service.printed();
  expect(printed).toContain('Reckoner cannot start.');
  expect(printed, 'no stack trace').not.toMatch(/\n\s+at .*\d+:\d+/);
  expect(printed, 'never served').not.toContain('ready at');
  return printed;
}

function onServer(): Record<string, string> {
  return { DATABASE_URL: migrated.url, MIGRATION_DATABASE_URL: migrated.ownerUrl };
}

test('a wrong environment: every variable is named, secrets are not shown', async () => {
  const printed = await refusal({ PORT: 'eighty', SEED: 'all', ADMIN_KEY: 'too short' });
  expect(printed).toContain('PORT is "eighty"');
  expect(printed).toContain('SEED is "all"');
  expect(printed).toContain('ADMIN_KEY is (9 characters');
  expect(printed).not.toContain('too short');
});

test('an occupied port is named, and how to choose another', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  try {
    const printed = await refusal({ ...onServer(), PORT: String(port) });
    expect(printed).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(printed).toContain('PORT=3001');
  } finally {
    other.close();
  }
});

test('an address that this machine does not have is named', async () => {
  expect(await refusal({ ...onServer(), HOST: '192.0.2.1' })).toContain('no address 192.0.2.1');
});

test('a database that does not answer is named without its password', async () => {
  const printed = await refusal({ DATABASE_URL: 'postgresql://someone:hunter2@127.0.0.1:1/record' });
  expect(printed).toContain('record at 127.0.0.1:1 cannot be reached');
  expect(printed).not.toContain('hunter2');
});

test('a wrong password and a missing database are told apart', async () => {
  const wrong = new URL(migrated.ownerUrl);
  wrong.password = 'wrong-password';
  expect(await refusal({ DATABASE_URL: wrong.href })).toMatch(
    /password authentication failed[\s\S]*user and password/,
  );
  const missing = databaseOf(migrated.ownerUrl, 'no_such_database');
  expect(await refusal({ DATABASE_URL: missing })).toContain('CREATE DATABASE no_such_database');
});

test('a half-applied migration stops the start and says how to go on', async () => {
  const half = await createEmptyDatabase();
  databases.push(half);
  await applyMigrations({ url: half.ownerUrl, log: () => undefined });
  await runStatements(half.ownerUrl, [
    `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'ERROR: canceled by the test'`,
  ]);
  const printed = await refusal({ DATABASE_URL: half.url, MIGRATION_DATABASE_URL: half.ownerUrl });
  expect(printed).toMatch(/The migration \d+_\w+, begun .* was never finished/);
  expect(printed).toContain('ERROR: canceled by the test');
  expect(printed).toContain('npm run migrate -- --rolled-back ');
});

test('a user who may not become the restricted role is named with the grant that is missing', async () => {
  const role = 'reckoner_test_stranger';
  await runStatements(migrated.ownerUrl, [
    `DROP ROLE IF EXISTS ${role}`,
    `CREATE ROLE ${role} LOGIN PASSWORD 'stranger'`,
  ]);
  const url = new URL(migrated.ownerUrl);
  url.username = role;
  url.password = 'stranger';
  try {
    const printed = await refusal({ DATABASE_URL: url.href, MIGRATION_DATABASE_URL: migrated.ownerUrl });
    expect(printed).toContain(`GRANT reckoner_app TO "${role}"`);
  } finally {
    await runStatements(migrated.ownerUrl, [`DROP ROLE ${role}`]);
  }
});

test('asked to stop while it waits for another start, it ends within seconds and in order', async () => {
  const database = await createTestDatabase();
  databases.push(database);
  const other = new pg.Client(database.ownerUrl);
  await other.connect();
  try {
    await other.query('SELECT pg_advisory_lock($1)', [START_LOCK]);
    const service = startProcess({
      DATA_DIR: folder.path,
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
    });
    started.push(service);
    const isWaiting = `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'reckoner start' AND wait_event_type = 'Lock'`;
    while ((await other.query(isWaiting)).rowCount === 0) await sleep(50);
    service.child.kill('SIGTERM');
    const begin = performance.now();
    expect(await service.ended, service.printed()).toBe(0);
    expect(performance.now() - begin).toBeLessThan(9000);
    expect(service.printed()).toContain('Stopped before it was ready');
  } finally {
    await other.end();
  }
});
