/** Whether the database may be used: what two versions say while it is upgraded, and what a lost connection does. */

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTemporaryDatabase, type TemporaryDatabase } from '../../bench/temporary-database.ts';
import { applyMigrations } from '../../src/store/migrate.ts';
import { migrationsFolder, readMigrationFiles } from '../../src/store/migration/migration-files.ts';
import { openReadinessProbe, type ReadinessProbe } from '../../src/store/readiness-probe.ts';
import { startChaosProxy } from '../support/faults/chaos-proxy.ts';

const LIMIT_MS = 10_000;
let database: TemporaryDatabase;
let names: readonly string[];
let probes: readonly ReadinessProbe[];

beforeAll(async () => {
  // A durable server of its own: the one of the other tests is none, which is not ready either.
  database = await startTemporaryDatabase();
  names = (await readMigrationFiles()).map(({ name }) => name);
  const folder = join(database.folder, 'first');
  mkdirSync(folder);
  for (const name of [names[0] ?? '', 'migration_lock.toml'])
    cpSync(join(migrationsFolder, name), join(folder, name), { recursive: true });
  await applyMigrations({ url: database.ownerUrl, folder, log: () => undefined });
  probes = names.map((name) => openReadinessProbe(database.url, name, LIMIT_MS));
});
afterAll(async () => {
  await Promise.all(probes.map((probe) => probe.close()));
  await database.remove();
});

it('a version is not ready before its migration, says which that is, and stays ready after later ones', async () => {
  const [earliest, ...later] = probes;
  await earliest?.check();
  for (const [at, probe] of later.entries())
    await expect(probe.check()).rejects.toThrow(`migration ${names[at + 1]} is not applied`);
  await applyMigrations({ url: database.ownerUrl, log: () => undefined });
  for (const probe of probes) await probe.check();
});

it('a connection that is lost while the question is under way is an answer, and nothing that nobody hears', async () => {
  const proxy = await startChaosProxy(database.url);
  const probe = openReadinessProbe(proxy.url, names.at(-1) ?? '', LIMIT_MS);
  const unheard: unknown[] = [];
  const hear = (error: unknown) => void unheard.push(error);
  process.prependListener('uncaughtException', hear);
  try {
    await probe.check();
    expect(proxy.open()).toBe(1);
    proxy.freeze();
    const asked = probe.check().then(
      () => 'ready',
      (error: Error) => error.message,
    );
    await sleep(100);
    await proxy.close();
    expect(await asked).toMatch(/terminated|ECONNRESET/);
    await sleep(50);
    expect(unheard).toEqual([]);
  } finally {
    process.off('uncaughtException', hear);
    await probe.close();
  }
});
