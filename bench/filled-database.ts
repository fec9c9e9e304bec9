/** A database of its own with a record of some size, and the service over it as another process. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { v7 as newId } from 'uuid';
import { ensureBuiltInActors, seedActor } from '../src/services/keys/built-in.ts';
import { ensureAdminKey } from '../src/services/keys/ensure-admin-key.ts';
import {
  type EmbeddedDatabase,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/store/embedded-postgres.ts';
import { applyMigrations } from '../src/store/migrate.ts';
import { connect } from '../src/store/prisma/connect.ts';
import { openStore } from '../src/store/prisma/open-store.ts';
import { type FilledRecord, fillRecord } from './fill-record.ts';
import { startTemporaryDatabase } from './temporary-database.ts';

/** The admin key of the record. */
export const KEY = 'bench-key-0123456789abcdef0123456789abcdef';

const FORECASTS_EACH = 10;
const QUESTIONS_AT_ONCE = 1000;

/**
 * Makes the record through the store, so that it is what the service makes, for as long as `use` runs.
 * With FILLED_DATABASE=<folder> the database is kept there, and found there by the next run.
 */
export async function withFilledDatabase(
  forecasts: number,
  use: (database: EmbeddedDatabase, record: FilledRecord) => Promise<void>,
): Promise<void> {
  const folder = process.env['FILLED_DATABASE'];
  if (folder !== undefined) return withKeptDatabase(join(resolve(folder), String(forecasts)), forecasts, use);
  const database = await startTemporaryDatabase();
  try {
    await applyMigrations({ url: database.ownerUrl, log: () => undefined });
    await use(database, await filled(database.url, forecasts));
  } finally {
    await database.remove();
  }
}

/** The record's ids stand beside the database once it is complete: without them it is filled anew. */
async function withKeptDatabase(
  folder: string,
  forecasts: number,
  use: (database: EmbeddedDatabase, record: FilledRecord) => Promise<void>,
): Promise<void> {
  const ids = join(folder, 'filled-record.json');
  if (!existsSync(ids)) await removeEmbeddedPostgres(folder);
  const database = await startEmbeddedPostgres({ dataDirectory: folder, onLog: () => undefined });
  try {
    await applyMigrations({ url: database.ownerUrl, log: () => undefined });
    if (!existsSync(ids)) writeFileSync(ids, JSON.stringify(await filled(database.url, forecasts)));
    await use(database, JSON.parse(readFileSync(ids, 'utf8')) as FilledRecord);
  } finally {
    await database.stop();
  }
}

async function filled(url: string, forecasts: number): Promise<FilledRecord> {
  const connection = connect({
    url,
    poolSize: 4,
    connectionTimeoutMs: 2000,
    statementTimeoutMs: 120_000,
    queryTimeoutMs: 120_000,
    lockTimeoutMs: 5000,
    onError: () => undefined,
  });
  const store = openStore(connection, { maxWaitMs: 5000, timeoutMs: 600_000 });
  await ensureBuiltInActors(store);
  await ensureAdminKey(store, KEY, newId);
  const questionIds: string[] = [];
  let last: FilledRecord | null = null;
  for (let left = forecasts / FORECASTS_EACH; left > 0; left -= QUESTIONS_AT_ONCE) {
    const questions = Math.min(QUESTIONS_AT_ONCE, left);
    last = await fillRecord(store, { store, actor: seedActor, newId }, questions, FORECASTS_EACH);
    questionIds.push(...last.questionIds);
  }
  await store.close();
  return { ...(last as FilledRecord), questionIds };
}

export interface BenchServer {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** The service on that port of the loopback address. */
export async function startServer(url: string, port: number): Promise<BenchServer> {
  const server = fork(new URL('./reckoner-server.ts', import.meta.url), {
    execArgv: process.execArgv,
    env: { ...process.env, BENCH_URL: url, BENCH_PORT: String(port) },
  });
  await new Promise((resolve) => server.once('message', resolve));
  return {
    process: server,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}
