/**
 * `npm run verify:migrations`: FORECASTS (1,000,000) at the first schema; each later migration comes
 * while the version before it serves WRITES (200) writes a second, or as many as it stands. Then two of the kind
 * that may come next, under this version, ten writes a request if need be. The command that migrates is killed KILLS (20) times at random, and run again. Earlier versions are built from git.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationsFolder, readMigrationFiles } from '../../src/store/migration/migration-files.ts';
import { catalogOf } from '../support/catalog.ts';
import { addForecasts, brokenEvents } from '../support/faults/bulk-record.ts';
import { Checks, quantile, skip } from '../support/faults/checks.ts';
import { Api, questionWith } from '../support/faults/contention.ts';
import { type EarlierVersion, earlierVersions } from '../support/faults/earlier-versions.ts';
import { killedMigration } from '../support/faults/killed-migration.ts';
import { isHonest, tally } from '../support/faults/load.ts';
import { migrateTo } from '../support/faults/migrate-process.ts';
import { ADMIN_KEY, startDatabase } from '../support/faults/service.ts';
import { smoke } from '../support/faults/smoke.ts';
import { type SteadyLoad, startSteadyLoad } from '../support/faults/steady-load.ts';
import { type ServiceProcess, startProcess } from '../support/service-process.ts';
import { databaseOf, runStatements } from '../support/test-server.ts';

const FORECASTS = Number(process.env['FORECASTS'] ?? 1_000_000);
const WRITES = Number(process.env['WRITES'] ?? 200);
const KILLS = Number(process.env['KILLS'] ?? 20);
const LIMIT_MS = 1000;
const BEFORE_MS = 8000;
const AFTER_MS = 5000;
const VERIFIED_OF_BULK = 5000;
/** Forecasts in a request, where so many requests with one each are too many. */
const BATCH = 10;
/** What the rules for migrations allow, and needs locks of the largest tables. */
const NEXT: Readonly<Record<string, string>> = {
  '99990101000000_expand': `
    ALTER TABLE "forecasts" ADD COLUMN "next_note" TEXT,
      ADD CONSTRAINT "forecasts_next_note_check" CHECK ("next_note" <> '') NOT VALID;
    ALTER TABLE "questions" ADD COLUMN "next_count" BIGINT NOT NULL DEFAULT 0;
    CREATE TABLE "next_things" ("id" UUID PRIMARY KEY, "forecast_id" UUID REFERENCES "forecasts" ("id"));`,
  '99990102000000_validate': `
    ALTER TABLE "forecasts" VALIDATE CONSTRAINT "forecasts_next_note_check";`,
};
const checks = new Checks();
const began = performance.now();
const say = (line: string) =>
  console.log(`     ${((performance.now() - began) / 1000).toFixed(0)} s: ${line}`);

const migrations = (await readMigrationFiles()).map(({ name }) => name);
const versions = earlierVersions();
/** The version that came with each migration but the last, whose version is this one. */
let built: EarlierVersion[];
try {
  built = migrations.slice(1).map((name) => versions.before(name));
} catch (error) {
  versions.remove();
  skip(`earlier versions cannot be built from git: ${(error as Error).message}`);
}
const mains = [...built.map(({ main }) => main), 'dist/src/main.js'];
const nameOf = (at: number) => built[at]?.commit ?? 'this version';
say(`built ${built.map(({ commit }) => commit).join(', ')}`);

const database = await startDatabase();
/** The product's migrations up to one, and what follows on them. */
const folderUpTo = (at: number): string => {
  const folder = join(database.folder, `migrations-${at}`);
  mkdirSync(folder);
  for (const name of [...migrations.slice(0, at + 1), 'migration_lock.toml'])
    cpSync(join(migrationsFolder, name), join(folder, name), { recursive: true });
  for (const [name, sql] of Object.entries(NEXT).slice(0, Math.max(0, at + 1 - migrations.length))) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  }
  return folder;
};
const serve = (at: number, url: string, ownerUrl: string): ServiceProcess =>
  startProcess(
    {
      DATABASE_URL: url,
      MIGRATION_DATABASE_URL: ownerUrl,
      DATA_DIR: join(database.folder, 'service'),
      ADMIN_KEY,
      RATE_LIMIT_PER_MINUTE: '0',
    },
    [mains[at] ?? ''],
  );
const stop = async (service: ServiceProcess) => {
  service.child.kill('SIGTERM');
  await service.ended;
};

// A small record of the first version; a copy of it for each kill.
const first = serve(0, database.url, database.ownerUrl);
let address = await first.address;
const api = new Api(() => address, ADMIN_KEY);
await smoke(api);
await questionWith(api, 1);
const trail = await (
  await fetch(`${address}/v1/audit/trail`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
).text();
await stop(first);
await runStatements(databaseOf(database.ownerUrl, 'postgres'), [
  `CREATE DATABASE first_schema TEMPLATE ${new URL(database.url).pathname.slice(1)}`,
]);
await addForecasts(database.ownerUrl, trail, FORECASTS);
say(`${FORECASTS} forecasts, ${FORECASTS / 10} questions and an event for each`);

/** The load that the version stands at all on this machine: a refusal is then the migration's. */
async function standingLoad(url: string, hasBatches: boolean): Promise<SteadyLoad> {
  for (let [rate, batch] = [WRITES, 1]; ; ) {
    const load = await startSteadyLoad(url, rate, batch);
    await sleep(BEFORE_MS);
    const settled = load.seen.filter(({ at }) => at > load.began + BEFORE_MS / 2);
    const fine = settled.every(({ status, took }) => status === 201 && took < LIMIT_MS);
    if ((fine && settled.length > 0) || rate < 20) return load;
    say(`${rateOf(load)} are too many here: ${tally(settled)}, longest ${longestOf(settled)} ms`);
    await load.stop();
    await sleep(2000);
    if (batch === 1 && hasBatches) batch = BATCH;
    else [rate, batch] = [Math.floor(rate * 0.7), 1];
  }
}
const rateOf = ({ rate, batch }: SteadyLoad) => `${rate} writes a second in requests of ${batch}`;
const longestOf = (seen: readonly { took: number }[]) =>
  Math.round(Math.max(0, ...seen.map(({ took }) => took)));

/** Applies the migrations of that folder while the version serves. */
async function underLoad(
  migration: string,
  folder: string,
  service: ServiceProcess,
  version: string,
  hasBatches = false,
): Promise<void> {
  const load = await standingLoad(address, hasBatches);
  const start = performance.now();
  const migrated = await migrateTo(database.ownerUrl, folder).catch((error: Error & { stderr?: string }) => {
    const why = /StartProblem: .*/.exec(error.stderr ?? '')?.[0] ?? error.message;
    checks.that(false, `${migration} is applied`, why);
    return null;
  });
  const end = performance.now();
  await sleep(AFTER_MS);
  await load.stop();
  // What else is measured here needs its schema.
  if (migrated === null) {
    await migrateTo(database.ownerUrl, folder);
    return;
  }
  const { took, said } = migrated;
  const calm = load.seen.filter((one) => one.at > load.began + BEFORE_MS / 2 && one.at + one.took < start);
  const during = load.seen.filter((one) => one.at + one.took >= start && one.at <= end + 1000);
  const all = load.seen.filter((one) => one.at >= start);
  const times = calm.map((one) => one.took);
  say(
    `${migration} under ${version}: ${Math.round(took)} ms, ${rateOf(load)}; before it p99 ${Math.round(quantile(times, 0.99))} ms, longest ${longestOf(calm)} ms${said.length > 1 ? `; ${said.slice(1).join('; ')}` : ''}`,
  );
  checks.that(
    all.every(({ status }) => status === 201),
    `${migration}: no write is refused or lost`,
    tally(all),
  );
  checks.that(
    during.length > 0 && longestOf(during) <= LIMIT_MS,
    `${migration}: no request takes over a second`,
    `${during.length} requests, longest ${longestOf(during)} ms`,
  );
  if (!all.every(isHonest)) say(service.printed().slice(-2000));
  const broken = await smoke(api);
  checks.that(broken === null, `${version} works on the schema of ${migration}`, broken ?? '');
}

for (let at = 1; at < migrations.length; at += 1) {
  const old = serve(at - 1, database.url, database.ownerUrl);
  address = await old.address;
  await underLoad(migrations[at] ?? '', folderUpTo(at), old, nameOf(at - 1));
  await stop(old);
}

const current = serve(migrations.length - 1, database.url, database.ownerUrl);
address = await current.address;
const broken = await smoke(api);
checks.that(broken === null, 'this version works on what all of them have written', broken ?? '');

const undisturbed = await catalogOf(database.ownerUrl);
for (const [at, name] of Object.keys(NEXT).entries())
  await underLoad(name, folderUpTo(migrations.length + at), current, 'this version', true);

// The service reads some hundred events a second: it gets the last of the bulk and all that came after, SQL the whole chain.
const wrong = await brokenEvents(database.ownerUrl);
checks.that(
  wrong.length === 0,
  'each event is what its hash says and names the one before',
  wrong.join(', '),
);
const from = Math.max(1, Math.ceil(FORECASTS * 1.1) - VERIFIED_OF_BULK);
const verified = await api.send('GET', `/v1/audit/verification?from=${from}`, undefined, {}, 3_600_000);
checks.that(
  verified.body.ok,
  'the chain and its rows verify across all migrations',
  verified.body.ok ? `${String(verified.body.events)} events` : verified.text.slice(0, 500),
);
await stop(current);

const seen = { before: 0, between: 0, whole: 0 };
for (let kill = 0; kill < KILLS; kill += 1) {
  const name = `killed_${kill}`;
  await runStatements(databaseOf(database.ownerUrl, 'postgres'), [
    `CREATE DATABASE ${name} TEMPLATE first_schema`,
  ]);
  const url = databaseOf(database.url, name);
  const ownerUrl = databaseOf(database.ownerUrl, name);
  const applied = await killedMigration(url, ownerUrl);
  seen[applied === 0 ? 'before' : applied < migrations.length - 1 ? 'between' : 'whole'] += 1;
  const service = serve(migrations.length - 1, url, ownerUrl);
  address = await service.address;
  const verification = await api.get('/v1/audit/verification');
  const works = await smoke(api);
  const same = JSON.stringify(await catalogOf(ownerUrl)) === JSON.stringify(undisturbed);
  if (!same || works !== null || !verification.body.ok)
    checks.that(
      false,
      `kill ${kill}`,
      `catalog ${same ? 'same' : 'another'}, ${works}, ${verification.text.slice(0, 300)}`,
    );
  await stop(service);
  await runStatements(databaseOf(database.ownerUrl, 'postgres'), [`DROP DATABASE ${name} WITH (FORCE)`]);
}
checks.that(
  seen.before + seen.between > 0,
  `killed ${KILLS} times and run again: same catalog, same chain, and it works`,
  `${seen.before} before the first was done, ${seen.between} between, ${seen.whole} after the last`,
);
versions.remove();
await database.remove();
checks.finish();
