/** Sessions of the service commit durably as the restricted role, whatever stands around them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/store/prisma/connect.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runStatements } from '../support/test-server.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  await runStatements(database.ownerUrl, [
    `ALTER DATABASE ${name} SET synchronous_commit = off`,
    `ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`,
    `ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`,
    `ALTER DATABASE ${name} SET statement_timeout = 0`,
  ]);
});
afterAll(() => database.drop());

test.each([
  ['as it is', ''],
  ['with settings of its own', '?options=-c%20synchronous_commit%3Doff%20-c%20role%3Dnone'],
  ['with limits of its own', '?statement_timeout=0&lock_timeout=0&idle_in_transaction_session_timeout=0'],
])('on a database that says otherwise, by a URL %s', async (_title, parameters) => {
  const { prisma } = connect({
    url: `${database.url}${parameters}`,
    poolSize: 1,
    connectionTimeoutMs: 5000,
    statementTimeoutMs: 3000,
    queryTimeoutMs: 3500,
    lockTimeoutMs: 1000,
    onError: () => undefined,
  });
  const names = [
    'synchronous_commit',
    'transaction_isolation',
    'role',
    'TimeZone',
    'statement_timeout',
    'lock_timeout',
  ];
  const rows = await prisma.$queryRaw<{ value: string }[]>`
    SELECT current_setting(name) AS value FROM unnest(${names}::text[]) WITH ORDINALITY AS n(name, place) ORDER BY place`;
  await prisma.$disconnect();
  expect(rows.map((row) => row.value)).toEqual(['on', 'read committed', 'reckoner_app', 'UTC', '3s', '1s']);
});

test.each([
  ['', '0'],
  ['%20-c%20max_parallel_workers_per_gather%3D2', '2'],
])('other settings that the URL asks for are kept%s', async (more, workers) => {
  const { prisma } = connect({
    url: `${database.url}?options=-c%20work_mem%3D7MB${more}`,
    poolSize: 1,
    connectionTimeoutMs: 5000,
    statementTimeoutMs: 3000,
    queryTimeoutMs: 3500,
    lockTimeoutMs: 1000,
    onError: () => undefined,
  });
  const rows = await prisma.$queryRaw`
    SELECT current_setting('work_mem') AS kept, current_setting('max_parallel_workers_per_gather') AS workers`;
  await prisma.$disconnect();
  expect(rows).toEqual([{ kept: '7MB', workers }]);
});
