/** One Postgres server a run, and in it a migrated database that every test file clones. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { applyMigrations } from '../../src/store/migrate.ts';
import { databaseOf, runStatements, type TestServer } from './test-server.ts';

const FOLDER_PREFIX = 'reckoner-test-';

/** Commits need not survive a power cut here: a run takes a third of the time. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '64MB' };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, stop } = await openServer();
  await runStatements(server.adminUrl, [`CREATE DATABASE ${server.template}`]);
  await applyMigrations({ url: databaseOf(server.adminUrl, server.template), log: () => undefined });
  project.provide('testServer', server);
  return async () => {
    await runStatements(server.adminUrl, [`DROP DATABASE IF EXISTS ${server.template} WITH (FORCE)`]);
    await stop();
  };
}

async function openServer(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const template = `reckoner_template_${process.pid}_${Date.now().toString(36)}`;
  const given = process.env['DATABASE_URL'];
  if (given) {
    const server = { url: given, adminUrl: process.env['MIGRATION_DATABASE_URL'] || given, template };
    return { server, stop: async () => undefined };
  }
  await sweepKilledRuns();
  const dataDirectory = makeTemporaryFolder(FOLDER_PREFIX);
  const database = await startEmbeddedPostgres({ dataDirectory, onLog: () => undefined, settings: SETTINGS });
  return {
    server: { url: database.url, adminUrl: database.ownerUrl, template },
    stop: async () => {
      await database.stop();
      await removeEmbeddedPostgres(dataDirectory);
    },
  };
}

/** A run that was killed leaves its server and folder; the next run clears them away. */
async function sweepKilledRuns(): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(FOLDER_PREFIX));
  for (const folder of folders.map((name) => join(realpathSync(tmpdir()), name))) {
    try {
      if (existsSync(join(folder, 'lock'))) await removeEmbeddedPostgres(folder);
    } catch {
      // Another run is at work there.
    }
  }
}
