import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import {
  applyMigrations,
  differenceFromSchema,
  markRolledBack,
  migrationStatus,
} from '../../src/store/migrate.ts';
import { migrationsFolder, readMigrationFiles } from '../../src/store/migration/migration-files.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runStatements } from '../support/test-server.ts';

const NOTHING = { pending: [], failed: [], edited: [], unknown: [], skipped: [] };
const BROKEN = '29991231000000_broken';

const log = () => undefined;
const databases: TestDatabase[] = [];
const folders: string[] = [];
let migrated: TestDatabase;

beforeAll(async () => {
  migrated = await createTestDatabase();
  databases.push(migrated);
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  databases.push(database);
  return database.ownerUrl;
}

/** The product's migrations and one more. */
function folderWith(name: string, script: string): string {
  const folder = makeTemporaryFolder('reckoner-migrations-');
  folders.push(folder);
  cpSync(migrationsFolder, folder, { recursive: true });
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'migration.sql'), script);
  return folder;
}

test('a migrated database has nothing pending, failed, edited, unknown or skipped', async () => {
  expect(await migrationStatus({ url: migrated.ownerUrl })).toEqual(NOTHING);
});

test('the migrated database equals schema.prisma', async () => {
  expect(await differenceFromSchema({ url: migrated.ownerUrl })).toBe('');
});

test('services that start together migrate once, one after the other', async () => {
  const url = await emptyDatabase();
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations({ url, log })));
  const all = (await readMigrationFiles()).map((file) => file.name);
  expect(applied.filter((names) => names.length > 0)).toEqual([all]);
  expect(await migrationStatus({ url })).toEqual(NOTHING);
});

test('a failing migration leaves nothing behind, stops every later start, and can be taken back', async () => {
  const url = await emptyDatabase();
  const script = `CREATE TABLE half_done ();\nDO $$ BEGIN RAISE EXCEPTION 'out of; paper'; END $$;`;
  const folder = folderWith(BROKEN, script);
  await expect(applyMigrations({ url, folder, log })).rejects.toThrow(/out of; paper/);
  await expect(runStatements(url, ['SELECT FROM half_done'])).rejects.toThrow('does not exist');
  await expect(applyMigrations({ url, folder, log })).rejects.toThrow(`The migration ${BROKEN}, begun`);

  await markRolledBack({ url, name: BROKEN });
  writeFileSync(join(folder, BROKEN, 'migration.sql'), 'CREATE TABLE half_done ();');
  expect(await applyMigrations({ url, folder, log })).toEqual([BROKEN]);
  await runStatements(url, ['SELECT FROM half_done']);
});

test('a migration that was edited after it was applied is named', async () => {
  const url = await emptyDatabase();
  const folder = folderWith(BROKEN, 'SELECT 1;');
  await applyMigrations({ url, folder, log });
  writeFileSync(join(folder, BROKEN, 'migration.sql'), 'SELECT 2;');
  await expect(applyMigrations({ url, folder, log })).rejects.toThrow(`had applied it: ${BROKEN}`);
});

test('a database of a newer version is refused', async () => {
  const url = await emptyDatabase();
  await applyMigrations({ url, folder: folderWith(BROKEN, 'SELECT 1;'), log });
  await expect(applyMigrations({ url, log })).rejects.toThrow(`does not know: ${BROKEN}`);
});

test('a migration older than the newest applied one is refused', async () => {
  const url = await emptyDatabase();
  await applyMigrations({ url, log });
  const folder = folderWith('20000101000000_too_old', 'SELECT 1;');
  await expect(applyMigrations({ url, folder, log })).rejects.toThrow(
    'never applied: 20000101000000_too_old',
  );
});
