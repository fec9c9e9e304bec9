/**
 * `npm run verify:freeze`: the database stops answering without going away (SIGSTOP to all its
 * processes, 20 seconds), then goes on; afterwards it is killed under load.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Checks, quantile } from '../support/faults/checks.ts';
import { isHonest, readOnce, startLoad, tally, writeOnce } from '../support/faults/load.ts';
import { killServer, serverProcesses, signalAll } from '../support/faults/processes.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';

const FROZEN_MS = Number(process.env['FROZEN_MS'] ?? 20_000);
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const pid = service.pid();
const address = service.address();

const writers = startLoad(8, () => writeOnce(address), 20);
const readers = startLoad(8, () => readOnce(address, '/v1/sources?limit=5'), 20);
const alive = startLoad(1, () => readOnce(address, '/livez'), 100);
const ready = startLoad(1, () => readOnce(address, '/readyz'), 100);
await sleep(2000);

const frozen = serverProcesses(database.folder);
const begin = performance.now();
signalAll(frozen, 'SIGSTOP');
await sleep(FROZEN_MS);
const thaw = performance.now();
signalAll(frozen, 'SIGCONT');
await sleep(6000);
const during = [...writers.seen, ...readers.seen].filter(({ at }) => at > begin - 100 && at < thaw);
const longest = Math.max(...during.map(({ took }) => took));
console.log(
  `     while frozen: ${tally(during)}; median ${Math.round(
    quantile(
      during.map(({ took }) => took),
      0.5,
    ),
  )} ms`,
);
checks.that(
  during.length > 8 && during.every(isHonest),
  'each request while frozen is answered with 503 and Retry-After',
  tally(during),
);
checks.that(longest <= 5000, 'within 5 seconds', `longest ${Math.round(longest)} ms`);
checks.that(
  alive.seen.every(({ status, took }) => status === 200 && took < 1000),
  'liveness is 200 all along',
  tally(alive.seen),
);
const firstUnready = ready.seen.find(({ at, status }) => at > begin - 500 && status === 503);
checks.that(
  firstUnready !== undefined && firstUnready.at + firstUnready.took - begin < 5000,
  'readiness turns 503 within 5 seconds',
);
const recovered = writers.seen.find(({ at, status }) => at > begin && status === 201 && at > thaw - 5000);
const took = recovered === undefined ? Number.POSITIVE_INFINITY : recovered.at + recovered.took - thaw;
checks.that(took <= 2000, 'the first write succeeds within 2 seconds of the thaw', `${Math.round(took)} ms`);
const client = new pg.Client({ connectionString: database.ownerUrl });
await client.connect();
const { rows } = await client.query<{ count: number }>(
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'reckoner'",
);
checks.that((rows[0]?.count ?? 99) <= 10, 'no more sessions than the pool has', String(rows[0]?.count));
await client.end();

const killed = performance.now();
killServer(database.folder);
await sleep(8000);
const after = [...writers.seen, ...readers.seen].filter(({ at }) => at > killed);
checks.that(
  after.every(isHonest),
  'each request after the server was killed is answered honestly',
  tally(after),
);
const again = writers.seen.find(({ at, status }) => at > killed && status === 201);
checks.that(
  again !== undefined,
  'writes go on',
  `${Math.round((again?.at ?? 0) + (again?.took ?? 0) - killed)} ms after the kill, the restart of the server included`,
);
checks.that(service.selfDeaths() === 0 && service.pid() === pid, 'the service has lived through all of it');
await Promise.all([writers.stop(), readers.stop(), alive.stop(), ready.stop()]);
await service.stop();
await database.remove();
checks.finish();
