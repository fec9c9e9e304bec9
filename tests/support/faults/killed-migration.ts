/** `npm run migrate`, killed at a random moment, and run again as a person would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationStatus } from '../../../src/store/migrate.ts';
import { readMigrationFiles } from '../../../src/store/migration/migration-files.ts';
import { startProcess } from '../service-process.ts';

const COMMAND = 'dist/src/commands/migrate.js';
/** From the first line that is printed to the end, without load; the kill comes within it. */
const SPAN_MS = 600;
/** Of a person who does what is said: one mark for each migration at most. */
const ATTEMPTS = 8;

/** Migrations that were done when it was killed, of those that were pending. @throws Error where it cannot be finished */
export async function killedMigration(url: string, ownerUrl: string): Promise<number> {
  const environment = { DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl };
  const pendingBefore = (await migrationStatus({ url: ownerUrl })).pending.length;
  const victim = startProcess(environment, [COMMAND]);
  while (!victim.printed().includes('Applying') && victim.child.exitCode === null) await sleep(1);
  await sleep(Math.random() * SPAN_MS);
  await victim.kill();
  const left = (await migrationStatus({ url: ownerUrl })).pending.length;
  let options: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const again = startProcess(environment, [COMMAND, ...options]);
    if ((await again.ended) === 0) return pendingBefore - left;
    const name = /The migration (\S+), begun/.exec(again.printed())?.[1];
    if (name === undefined) throw new Error(again.printed());
    options = ['--rolled-back', name];
  }
  throw new Error(`not finished in ${ATTEMPTS} attempts, ${(await readMigrationFiles()).length} migrations`);
}
