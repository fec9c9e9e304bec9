/** A database with a record, brought from the first schema to that of this version. */
import { cpSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import {
  applyMigrations,
  differenceFromSchema,
  markRolledBack,
  migrationStatus,
} from '../../src/store/migrate.ts';
import { migrationsFolder, readMigrationFiles } from '../../src/store/migration/migration-files.ts';
import { Recorder } from '../record/fixtures.ts';
import { catalogOf } from '../support/catalog.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { startService, type TestService } from '../support/service.ts';
import { startProcess } from '../support/service-process.ts';

const log = () => undefined;
let service: TestService;
/** Columns of the first schema, by table. */
let tables: ReadonlyMap<string, string>;
const databases: TestDatabase[] = [];
const folder = makeTemporaryFolder('reckoner-upgrade-');
beforeAll(async () => {
  const [first] = await readMigrationFiles();
  mkdirSync(join(folder, first?.name ?? ''));
  for (const name of [first?.name ?? '', 'migration_lock.toml'])
    cpSync(join(migrationsFolder, name), join(folder, name), { recursive: true });
  service = await startService();
  await fill(new Recorder(service.admin));
});
afterAll(async () => {
  await service.close();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true });
});

async function fill(record: Recorder): Promise<void> {
  const forecaster = await record.forecaster({ aliases: ['Al'] });
  await record.merge(`/v1/forecasters/${(await record.forecaster()).id}`, forecaster.id);
  const claim = await record.statement({ kind: 'claim', forecasterId: forecaster.id, topics: ['Rain'] });
  await record.verdict(claim.id, { rationale: 'So it was.' });
  const cause = await record.question({ topics: ['Rain'], entities: ['Bureau'] });
  await record.question({ condition: { questionId: cause.id, outcome: { value: true } } });
  const forecast = await record.forecast(cause.id, 0.7, { forecasterId: forecaster.id, note: 'n' });
  await record.forecast(cause.id, 0.2);
  await record.client.post(`/v1/forecasts/${forecast.id}/withdrawal`).send({ reason: 'r' });
  await record.resolve(cause.id);
  await record.correct(cause.id, { value: false });
  await record.edit(`/v1/questions/${cause.id}`, { description: 'Of the whole year.' });
  await record.retract(`/v1/sources/${(await record.source()).id}`);
}

async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database of the first schema with every row of the record. */
async function oldDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  databases.push(database);
  await applyMigrations({ url: database.ownerUrl, folder, log });
  await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string; columns: string }>(`
      SELECT table_name AS name, string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
      WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name <> '_prisma_migrations' GROUP BY 1`);
    tables = new Map(rows.map(({ name, columns }) => [name, columns]));
    await client.query('SET session_replication_role = replica');
    for (const { name, columns } of rows) {
      const [found] = await service.query<{ content: string | null }>(
        `SELECT json_agg(t)::text AS content FROM "${name}" t`,
      );
      await client.query(`DELETE FROM "${name}"`);
      await client.query(
        `INSERT INTO "${name}" (${columns}) SELECT ${columns} FROM json_populate_recordset(null::"${name}", $1)`,
        [found?.content ?? '[]'],
      );
    }
  });
  return database;
}

/** Every row of the first schema. */
const rowsOf = (url: string) =>
  withClient(url, async (client) => {
    const all: Record<string, string[]> = {};
    for (const [table, columns] of tables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM (SELECT ${columns} FROM "${table}") t ORDER BY 1`,
      );
      all[table] = rows.map(({ row }) => row);
    }
    return all;
  });

it('keeps every row, and the chain verifies', async () => {
  const old = await oldDatabase();
  const before = await rowsOf(old.ownerUrl);
  expect(before['forecasts']).toHaveLength(2);
  expect(before['scores']?.length).toBeGreaterThan(0);
  const [, ...later] = (await readMigrationFiles()).map(({ name }) => name);
  expect(await applyMigrations({ url: old.ownerUrl, log })).toEqual(later);
  expect(await rowsOf(old.ownerUrl)).toEqual(before);
  expect(await differenceFromSchema({ url: old.ownerUrl })).toBe('');
  const instance = await service.beside({ databaseUrl: old.url });
  try {
    expect((await instance.admin.get('/v1/audit/verification')).body).toMatchObject({
      ok: true,
      findings: [],
    });
    const written = await new Recorder(instance.admin).statement();
    const redaction = { fields: ['text'], reason: 'An order.' };
    const answer = await instance.admin.post(`/v1/statements/${written.id}/redaction`).send(redaction);
    expect(answer.status).toBe(201);
    expect((await instance.admin.get('/v1/audit/verification')).body).toMatchObject({
      ok: true,
      findings: [],
    });
  } finally {
    await instance.close();
  }
});

/** Migrates in a process that is killed while it waits for a lock in the middle, `afterMs` before it would get it. */
async function killedHalfWay(old: TestDatabase, afterMs: number): Promise<void> {
  await withClient(old.ownerUrl, async (blocker) => {
    // The migration changes forecasts first and this table later.
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE revisions IN ACCESS SHARE MODE');
    const environment = { MIGRATION_DATABASE_URL: old.ownerUrl, DATABASE_URL: old.url };
    const migrating = startProcess(environment, ['dist/src/commands/migrate.js']);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`;
    const name = new URL(old.url).pathname.slice(1);
    await expect.poll(() => service.query(waiting, [name]), { timeout: 15_000 }).not.toHaveLength(0);
    await migrating.kill();
    await sleep(afterMs);
    await blocker.query('COMMIT');
    await expect.poll(() => service.query(waiting, [name])).toHaveLength(0);
    await sleep(500);
  });
}

it.each([
  ['and let go at once, it is done and said to be, or undone', 0],
  ['and let go when the server knew, it is undone', 2500],
])('killed half way %s, and can be begun again', async (_title, afterMs) => {
  const old = await oldDatabase();
  const before = await rowsOf(old.ownerUrl);
  await killedHalfWay(old, afterMs);
  const [name = ''] = (await readMigrationFiles()).map((file) => file.name).slice(1);
  const { failed } = await migrationStatus({ url: old.ownerUrl });
  if (afterMs > 0) expect(failed.map((one) => one.name)).toEqual([name]);
  if (failed.length > 0) await markRolledBack({ url: old.ownerUrl, name });
  await applyMigrations({ url: old.ownerUrl, log });
  expect(await rowsOf(old.ownerUrl)).toEqual(before);
  const whole = await oldDatabase();
  await applyMigrations({ url: whole.ownerUrl, log });
  expect(await catalogOf(old.ownerUrl)).toEqual(await catalogOf(whole.ownerUrl));
});
