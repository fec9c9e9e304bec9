/**
 * `npm run verify:slow-clients`: 500 connections that send their headers slowly, 500 that send
 * their body slowly and 200 that read slowly, beside clients that do nothing of the kind.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { defaultLimits } from '../../src/http/http-config.ts';
import { Checks, quantile } from '../support/faults/checks.ts';
import { isHonest, readOnce, type Seen, startLoad, tally, writeOnce } from '../support/faults/load.ts';
import { connectionsTo, memoryOf } from '../support/faults/processes.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';
import { requireSlowHttpTest, slowHttp } from '../support/faults/slow-http.ts';

requireSlowHttpTest();
/** As long as the slow ones stay: the service's own memory grows for a while under any load. */
const CALM_MS = 40_000;
/** Node looks for late connections every two seconds; opening all of them takes five and more. */
const LIMIT_SECONDS = defaultLimits.requestTimeoutMs / 1000 + 15;
const checks = new Checks();
const reports = makeTemporaryFolder('reckoner-slow-');
const database = await startDatabase();
const service = await supervise({
  ...database,
  folder: join(database.folder, 'service'),
  environment: { SEED: 'article' },
});
const address = service.address();
const p99 = (seen: readonly Seen[]) =>
  quantile(
    seen.map(({ took }) => took),
    0.99,
  );
const normal = [
  startLoad(2, () => readOnce(address, '/v1/sources?limit=5'), 10),
  startLoad(2, () => writeOnce(address), 10),
];
await sleep(2000);
let most = 0;
const sampler = setInterval(() => {
  most = Math.max(most, memoryOf(service.pid()));
}, 200);
const calm = performance.now();
await sleep(CALM_MS);
const begin = performance.now();
const mostCalm = most;
const run = (name: string, url: string, count: number, options: readonly string[]) =>
  slowHttp(address + url, count, LIMIT_SECONDS + 20, join(reports, name), options);
/** slowhttptest takes a connection for open until it has read what the system keeps for it; the service counts its own. */
const ORDINARY = 20;
const port = Number(new URL(address).port);
let lastCrowded = begin;
const counter = setInterval(() => {
  if (connectionsTo(port) > ORDINARY) lastCrowded = performance.now();
}, 500);
const slow = await Promise.all([
  run('headers', '/v1/sources', 500, ['-H', '-i', '5']),
  run('bodies', '/v1/scoring/evaluate', 500, ['-B', '-i', '5', '-s', '8192', '-f', 'application/json']),
  run('reads', '/docs/static/swagger-ui-bundle.js', 200, [
    '-X',
    '-k',
    '10',
    '-n',
    '3',
    '-z',
    '64',
    '-w',
    '64',
    '-y',
    '128',
  ]),
]);
clearInterval(counter);
const end = performance.now();
const goneAfter = (lastCrowded - begin) / 1000;
clearInterval(sampler);
const grown = (most - mostCalm) / 1e6;
await Promise.all(normal.map((load) => load.stop()));

for (const [index, name] of ['slow headers', 'slow bodies', 'slow reads'].entries()) {
  const { most: connected = 0, seconds = Number.POSITIVE_INFINITY } = slow[index] ?? {};
  // Nobody is left of the readers where nobody is left at all.
  const closed = name === 'slow reads' ? Math.min(seconds, goneAfter) : seconds;
  checks.that(
    connected > 0 && closed <= LIMIT_SECONDS,
    `${name} are closed within ${LIMIT_SECONDS} s`,
    `${connected} open at the same time, none after ${Math.round(closed)} s`,
  );
}
for (const [index, name] of ['reads', 'writes'].entries()) {
  const seen = normal[index]?.seen ?? [];
  const before = seen.filter(({ at }) => at > calm && at < begin);
  const during = seen.filter(({ at }) => at > begin && at < end);
  checks.that(
    during.every(isHonest) && during.every(({ status }) => status < 300),
    `ordinary ${name} are served`,
    tally(during),
  );
  checks.that(
    p99(during) <= 2 * p99(before),
    `ordinary ${name} wait at most twice as long (p99)`,
    `${Math.round(p99(before))} ms before, ${Math.round(p99(during))} ms beside them`,
  );
}
checks.that(
  grown <= 100,
  'memory grows by at most 100 MB beyond what ordinary clients need',
  `${Math.round(grown)} MB over ${Math.round(mostCalm / 1e6)} MB`,
);
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await database.remove();
rmSync(reports, { recursive: true, force: true });
checks.finish();
