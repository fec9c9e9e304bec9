/**
 * `npm run verify:overload`: far more clients than can be served, reads and writes, for 30 seconds.
 * They come back half a second after they were turned away, which is earlier than they are told.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checks, quantile } from '../support/faults/checks.ts';
import { isHonest, readOnce, type Seen, startLoad, tally, writeOnce } from '../support/faults/load.ts';
import { memoryOf } from '../support/faults/processes.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';
import { agesAreBounded, agesInWords, sampleTransactions } from '../support/faults/transaction-ages.ts';

const SECONDS = Number(process.env['SECONDS_OF_LOAD'] ?? 30);
const CLIENTS = Number(process.env['CLIENTS'] ?? 600);
const PAUSE_MS = 500;
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const address = service.address();
const isDone = ({ status }: Seen) => status >= 200 && status < 300;
const at = (share: number, seen: readonly Seen[]) =>
  Math.round(
    quantile(
      seen.map(({ took }) => took),
      share,
    ),
  );
const times = (seen: readonly Seen[]) => `median ${at(0.5, seen)}, p99 ${at(0.99, seen)} ms`;
const write = () => writeOnce(address);
const read = () => readOnce(address, '/v1/sources?limit=50');
const measure = async () => {
  const loads = [startLoad(2, write), startLoad(2, read)];
  await sleep(4000);
  await Promise.all(loads.map((load) => load.stop()));
  return loads.flatMap((load) => load.seen);
};

await measure();
const calm = await measure();
const memory = memoryOf(service.pid());
const [writers, readers] = [
  startLoad(CLIENTS / 2, write, 1, PAUSE_MS),
  startLoad(CLIENTS / 2, read, 1, PAUSE_MS),
];
const [alive, ready] = [
  startLoad(1, () => readOnce(address, '/livez'), 200),
  startLoad(1, () => readOnce(address, '/readyz'), 200),
];
const sampler = sampleTransactions(database.ownerUrl);
await sleep(SECONDS * 1000);
const ages = await sampler.stop();
const grown = (memoryOf(service.pid()) - memory) / 1e6;
await Promise.all([writers.stop(), readers.stop(), alive.stop(), ready.stop()]);
await sleep(3000);
const later = await measure();

const all = [...writers.seen, ...readers.seen];
const done = all.filter(isDone);
const refused = all.filter((one) => !isDone(one));
console.log(`     calm, 4 clients: ${tally(calm)}, ${times(calm)}`);
console.log(`     writes: ${tally(writers.seen)}, accepted ${times(writers.seen.filter(isDone))}`);
console.log(`     reads: ${tally(readers.seen)}, accepted ${times(readers.seen.filter(isDone))}`);
checks.that(
  all.every(isHonest),
  'every answer is the thing asked for, or 429 or 503 with Retry-After',
  tally(all),
);
checks.that(
  done.length > 0 && at(0.99, done) <= 1000,
  'who is served waits at most a second (p99)',
  times(done),
);
checks.that(
  refused.length > 0 && at(0.99, refused) <= 250,
  'who is turned away learns it within 250 ms (p99)',
  times(refused),
);
checks.that(
  [...alive.seen, ...ready.seen].every(({ status }) => status !== 503) &&
    alive.seen.every(({ status }) => status === 200),
  'health is never turned away',
  `live ${tally(alive.seen)}, ${times(alive.seen)}; ready ${tally(ready.seen)}, ${times(ready.seen)}`,
);
checks.that(grown <= 100, 'memory grows by at most 100 MB', `${Math.round(grown)} MB`);
checks.that(
  at(0.99, later) <= Math.max(2 * at(0.99, calm), 250),
  'calm again three seconds later',
  times(later),
);
checks.that(agesAreBounded(ages), 'no transaction lives long, none is idle long', agesInWords(ages));
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await database.remove();
checks.finish();
