/** Sessions of the service commit durably as the restricted role, whatever stands around them. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/store/prisma/connect.ts';
import { openPool } from '../../src/store/prisma/snapshot/session.ts';
import { reachAsService } from '../../src/store/reach-database.ts';
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

const URLS = [
  ['as it is', ''],
  [
    'with settings of its own',
    '?options=-c%20synchronous_commit%3Doff%20-c%20role%3Dnone%20-c%20jit%3Don%20-c%20timezone%3DAsia/Tokyo',
  ],
  ['with limits of its own', '?statement_timeout=0&lock_timeout=0&idle_in_transaction_session_timeout=0'],
] as const;

test.each(URLS)('on a database that says otherwise, by a URL %s', async (_title, parameters) => {
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

test.each(URLS)('sessions of exports too, by a URL %s', async (_title, parameters) => {
  const pool = openPool({
    url: `${database.url}${parameters}`,
    connectionTimeoutMs: 5000,
    onError: () => undefined,
  });
  const names = [
    'role',
    'TimeZone',
    'statement_timeout',
    'idle_in_transaction_session_timeout',
    'jit',
    'client_connection_check_interval',
  ];
  const { rows } = await pool.query<{ value: string }>(
    'SELECT current_setting(name) AS value FROM unnest($1::text[]) WITH ORDINALITY AS n(name, place) ORDER BY place',
    [names],
  );
  await pool.end();
  expect(rows.map((row) => row.value)).toEqual(['reckoner_app', 'UTC', '1min', '1min', 'off', '1s']);
});

test('a user who may not work as the restricted role is refused at the start, whatever the URL says', async () => {
  const user = `plain_${randomBytes(6).toString('hex')}`;
  await runStatements(database.ownerUrl, [`CREATE ROLE ${user} LOGIN PASSWORD 'plain'`]);
  const url = new URL(database.url);
  url.username = user;
  url.password = 'plain';
  try {
    for (const options of ['', '-c role=none']) {
      url.searchParams.set('options', options);
      await expect(reachAsService(url.href, 5000)).rejects.toThrow(/refuses to let plain_\w+ work/);
    }
  } finally {
    await runStatements(database.ownerUrl, [`DROP ROLE ${user}`]);
  }
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
