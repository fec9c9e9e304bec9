/** A migration beside running requests: it waits for tables that are in use without making others wait behind it. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { applyMigrations, migrationStatus } from '../../src/store/migrate.ts';
import { migrationsFolder } from '../../src/store/migration/migration-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NAME = '29991231000000_later';
const folder = makeTemporaryFolder('reckoner-migrations-');
let database: TestDatabase;
let holder: pg.Client;
let requests: pg.Client;
let onlooker: pg.Client;

beforeAll(() => {
  cpSync(migrationsFolder, folder, { recursive: true });
  mkdirSync(join(folder, NAME));
  writeFileSync(join(folder, NAME, 'migration.sql'), 'ALTER TABLE sources ADD COLUMN later text;');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  database = await createTestDatabase();
  [holder, requests, onlooker] = (await Promise.all([1, 2, 3].map(open))) as [
    pg.Client,
    pg.Client,
    pg.Client,
  ];
  await holder.query('BEGIN');
});
afterEach(async () => {
  await Promise.all([holder, requests, onlooker].map((client) => client.end()));
  await database.drop();
});

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return client;
}

const said: string[] = [];
const migrate = (lockLimitMs?: number) => {
  said.length = 0;
  return applyMigrations({ url: database.ownerUrl, folder, log: (line) => said.push(line), lockLimitMs });
};

/** Reads the table over and over until `done`; milliseconds of the longest read, and the lock modes that others waited for. */
async function watch(done: Promise<unknown>): Promise<{ longest: number; awaited: ReadonlySet<string> }> {
  let over = false;
  void done.then(
    () => (over = true),
    () => (over = true),
  );
  const awaited = new Set<string>();
  let longest = 0;
  const looking = (async () => {
    for (; !over; await sleep(10)) {
      const { rows } = await onlooker.query<{ mode: string }>('SELECT mode FROM pg_locks WHERE NOT granted');
      for (const { mode } of rows) awaited.add(mode);
    }
  })();
  for (; !over; await sleep(10)) {
    const begin = performance.now();
    await requests.query('SELECT count(*) FROM sources');
    longest = Math.max(longest, performance.now() - begin);
  }
  await looking;
  return { longest, awaited };
}

it('lets requests go first, and is applied once the table is free', async () => {
  await holder.query('SELECT count(*) FROM sources');
  const migrating = migrate();
  const freed = sleep(3000).then(() => holder.query('COMMIT'));
  const { longest, awaited } = await watch(migrating);
  await freed;
  expect(await migrating).toEqual([NAME]);
  expect(awaited).toContain('AccessExclusiveLock');
  expect(longest).toBeLessThan(1000);
  expect(said.filter((line) => line.includes('in use'))).toHaveLength(1);
});

it('waits for a vacuum with a lock that lets requests pass: a shorter wait would never end an automatic one', async () => {
  await holder.query('LOCK TABLE sources IN SHARE UPDATE EXCLUSIVE MODE');
  const migrating = migrate();
  const freed = sleep(1500).then(() => holder.query('COMMIT'));
  const { awaited } = await watch(migrating);
  await freed;
  expect(await migrating).toEqual([NAME]);
  expect([...awaited].filter((mode) => mode !== 'AccessShareLock')).toEqual(['ShareUpdateExclusiveLock']);
});

it('gives up in the end, leaves nothing behind, and can be run again as it is', async () => {
  await holder.query('SELECT count(*) FROM sources');
  await expect(migrate(1500)).rejects.toThrow('tables that it changes stayed in use');
  expect((await migrationStatus({ url: database.ownerUrl, folder })).failed).toEqual([]);
  await holder.query('COMMIT');
  expect(await migrate()).toEqual([NAME]);
});
