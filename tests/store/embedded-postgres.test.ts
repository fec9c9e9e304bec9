import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { lockFolder } from '../../src/store/embedded/folder-lock.ts';
import {
  type EmbeddedDatabase,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/store/embedded-postgres.ts';
import { runStatements } from '../support/test-server.ts';

const folder = makeTemporaryFolder('reckoner-embedded-');
const cluster = join(folder, 'postgres', 'cluster');
const others: string[] = [];
let lines: string[] = [];
let running: EmbeddedDatabase | undefined;

async function start(dataDirectory = folder): Promise<EmbeddedDatabase> {
  lines = [];
  running = await startEmbeddedPostgres({ dataDirectory, onLog: (line) => lines.push(line) });
  return running;
}

afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  for (const path of [folder, ...others]) await removeEmbeddedPostgres(path);
});

async function ask<Row extends object>(url: string, question: string): Promise<Row | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(question)).rows[0];
  } finally {
    await client.end();
  }
}

test('a half-made cluster of a killed run is remade, and says so once', async () => {
  const draft = join(folder, 'postgres', 'cluster.draft');
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'PG_VERSION'), '18\n');
  await start();
  expect(lines).toEqual(['Making the database (once)']);
  expect(existsSync(draft)).toBe(false);
});

test('what was written is there after a stop, and passwords are for this user only', async () => {
  const first = await start();
  await runStatements(first.ownerUrl, ['CREATE TABLE kept (word text)', `INSERT INTO kept VALUES ('也许')`]);
  await Promise.all([first.stop(), first.stop()]);
  const second = await start();
  expect(lines).toEqual([]);
  expect(await ask(second.ownerUrl, 'SELECT word FROM kept')).toEqual({ word: '也许' });
  expect(statSync(join(folder, 'postgres-passwords.json')).mode & 0o777).toBe(0o600);
});

test('commits are durable, text is UTF-8, and only this machine can connect', async () => {
  const { ownerUrl } = await start();
  const settings = ['fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'listen_addresses'];
  const columns = settings.map((name) => `current_setting('${name}') AS ${name}`);
  expect(await ask(ownerUrl, `SELECT ${columns.join(', ')}`)).toEqual({
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    server_encoding: 'UTF8',
    listen_addresses: '127.0.0.1',
  });
});

test('the service is neither owner nor superuser, and may become reckoner_app', async () => {
  const { url } = await start();
  expect(
    await ask(
      url,
      `SELECT rolsuper AS super, pg_has_role('reckoner_app', 'SET') AS app, pg_has_role('reckoner_owner', 'SET') AS owner
       FROM pg_roles WHERE rolname = current_user`,
    ),
  ).toEqual({ super: false, app: true, owner: false });
  const changed = ask(url, 'DROP TABLE kept');
  await expect(changed).rejects.toThrow('must be owner');
});

test('a process file with a number that belongs to another program now is no obstacle', async () => {
  const { ownerUrl } = await start();
  await running?.stop();
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n0\n1\n\n127.0.0.1\n0\nready\n`);
  const again = await start();
  expect(again.foundOrphan).toBe(false);
  expect(await ask(again.ownerUrl, 'SELECT 1 AS one')).toEqual({ one: 1 });
  expect(again.ownerUrl).not.toBe(ownerUrl);
});

test('a server that dies is started again where its clients look for it, and recovers', async () => {
  const { ownerUrl } = await start();
  process.kill(Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  const line = 'The database server had ended; it runs again';
  await expect.poll(() => lines, { timeout: 15_000 }).toContain(line);
  expect(await ask(ownerUrl, 'SELECT count(*)::int AS rows FROM kept')).toEqual({ rows: 1 });
});

test('a folder in use is refused; a lock whose process is gone is not', async () => {
  await start();
  await expect(startEmbeddedPostgres({ dataDirectory: folder, onLog: () => undefined })).rejects.toThrow(
    `Another Reckoner (process ${process.pid}) is running on the data folder`,
  );
  await running?.stop();
  for (const stale of [JSON.stringify({ pid: process.pid, identity: 'another start' }), 'not JSON', '']) {
    writeFileSync(join(folder, 'lock'), stale);
    lockFolder(folder).release();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  }
});

test.runIf(process.getuid?.() === 0)(
  'as root, a folder that the server user cannot reach: kept elsewhere, said in one line, remembered',
  async () => {
    const closed = makeTemporaryFolder('reckoner-closed-');
    others.push(closed);
    chmodSync(closed, 0o700);
    const dataDirectory = join(closed, 'data');
    const first = await start(dataDirectory);
    expect(lines).toContainEqual(
      expect.stringMatching(/cannot reach .*: the database is kept in \/var\/lib\/reckoner\//),
    );
    await runStatements(first.ownerUrl, ['CREATE TABLE here ()']);
    await first.stop();
    const second = await start(dataDirectory);
    expect(lines).toEqual([]);
    await runStatements(second.ownerUrl, ['SELECT FROM here']);
    await second.stop();

    const place = readFileSync(join(dataDirectory, 'postgres-location'), 'utf8').trim();
    rmSync(place, { recursive: true });
    await expect(start(dataDirectory)).rejects.toThrow(`kept in ${place}, which is gone`);
  },
);
