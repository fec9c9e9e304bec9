/**
 * `npm run verify:restore`: a base backup under write load, its WAL archived, somebody with every
 * right deletes the record, and the database is brought back to the second before. Then the same
 * from a plain dump. docs/operations.md gives the steps in words.
 */
import { appendFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import type { Server } from '../../src/store/embedded/server.ts';
import { Checks } from '../support/faults/checks.ts';
import { debianPostgres } from '../support/faults/debian-postgres.ts';
import { checkRestored, headOf, verifies } from '../support/faults/restored.ts';
import { rowsOf, until } from '../support/faults/rows.ts';
import { supervise } from '../support/faults/service.ts';
import { startWriters } from '../support/faults/writers.ts';
import { runStatements } from '../support/test-server.ts';

const LIMIT_MS = 60_000;
const checks = new Checks();
const postgres = debianPostgres('pg_basebackup', 'pg_verifybackup', 'pg_dump', 'psql');
const folder = makeTemporaryFolder('reckoner-restore-');
const begin = performance.now();
const say = (line: string) =>
  console.log(`     ${((performance.now() - begin) / 1000).toFixed(1)} s: ${line}`);
const home = postgres.makeFolder(join(folder, 'postgres'));
const archive = postgres.makeFolder(join(home, 'archive'));
const [cluster, backup, second, dump] = ['cluster', 'backup', 'second', 'reckoner.sql'].map((name) =>
  join(home, name),
) as [string, string, string, string];
const serve = (server: Server, name: string) =>
  supervise({
    url: postgres.urlOf(server, 'reckoner_service'),
    ownerUrl: postgres.urlOf(server, 'reckoner_owner'),
    folder: join(folder, name),
  });

// The service at work, its WAL archived, and a base backup taken meanwhile.
await postgres.makeCluster(cluster);
let server = await postgres.startServer(cluster, {
  wal_level: 'replica',
  archive_mode: 'on',
  archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
});
await postgres.makeDatabase(server);
let superuser = postgres.urlOf(server, 'postgres');
let service = await serve(server, 'before');
const writers = startWriters(8, service.address);
await sleep(2000);
await postgres.run('pg_basebackup', [`--dbname=${superuser}`, `--pgdata=${backup}`, '--checkpoint=fast']);
const backedUp = writers.ledger.length;
await sleep(3000);
const kept = await headOf(service.address());
const asked = performance.now();
const [clock] = await rowsOf<{ now: string }>(superuser, 'SELECT clock_timestamp()::text AS now');
const moment = { asked, known: performance.now(), kept };
const target = clock?.now ?? '';
await sleep(1000);
await writers.stop();
say(`${writers.ledger.length} acknowledged, ${backedUp} before the base backup was complete; T is ${target}`);

// The attack, by somebody for whom no trigger fires.
const tables = await rowsOf<{ name: string }>(
  superuser,
  `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
);
await runStatements(superuser, [
  ['SET session_replication_role = replica', ...tables.map(({ name }) => `DELETE FROM ${name}`)].join('; '),
]);
checks.that(!(await verifies(service.address(), kept)), 'the verification finds the attack');
await service.stop();
await runStatements(superuser, ['SELECT pg_switch_wal()']);
const [last] = await rowsOf<{ name: string }>(
  superuser,
  'SELECT pg_walfile_name(pg_current_wal_lsn() - 1) AS name',
);
await until(async () => {
  const [row] = await rowsOf<{ name: string }>(
    superuser,
    'SELECT last_archived_wal AS name FROM pg_stat_archiver',
  );
  return (row?.name ?? '') >= (last?.name ?? '~');
}, 'the last WAL is archived');
await server.stop();

// Back to T.
await postgres.run('pg_verifybackup', [backup]);
appendFileSync(
  join(backup, 'postgresql.auto.conf'),
  `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${target}'\nrecovery_target_action = 'promote'\n`,
);
writeFileSync(join(backup, 'recovery.signal'), '');
server = await postgres.startServer(backup);
superuser = postgres.urlOf(server, 'postgres');
await until(async () => {
  const [row] = await rowsOf<{ over: boolean }>(superuser, 'SELECT NOT pg_is_in_recovery() AS over');
  return row?.over === true;
}, 'recovery is over');
say('restored');
service = await serve(server, 'restored');
await checkRestored(checks, 'point in time', writers, moment, service.address(), superuser);
await service.stop();

// The same record from a plain dump, on a server that has never seen it.
await postgres.run('pg_dump', [`--dbname=${superuser}`, `--file=${dump}`]);
await server.stop();
await postgres.makeCluster(second);
server = await postgres.startServer(second);
await postgres.makeDatabase(server);
superuser = postgres.urlOf(server, 'postgres');
await postgres.run('psql', [
  ...[`--dbname=${superuser}`, '--no-psqlrc', '--quiet', '--single-transaction'],
  ...['--set=ON_ERROR_STOP=1', `--file=${dump}`],
]);
say(`loaded from a dump of ${(statSync(dump).size / 1e6).toFixed(1)} MB`);
service = await serve(server, 'loaded');
await checkRestored(checks, 'plain dump', writers, moment, service.address(), superuser);
await service.stop();
await server.stop();
rmSync(folder, { recursive: true, force: true });
const took = performance.now() - begin;
checks.that(took <= LIMIT_MS, 'all of it within 60 seconds', `${(took / 1000).toFixed(1)} s`);
checks.finish();
