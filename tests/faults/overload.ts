/** `npm run verify:overload`: far more clients than can be served, for 30 seconds, reads and writes. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checks, quantile } from '../support/faults/checks.ts';
import { isHonest, type Load, readOnce, startLoad, tally, writeOnce } from '../support/faults/load.ts';
import { memoryOf } from '../support/faults/processes.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';

const SECONDS = Number(process.env['SECONDS_OF_LOAD'] ?? 30);
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const address = service.address();
const p99 = (load: Load) =>
  Math.round(
    quantile(
      load.seen.filter(({ status }) => status < 300 && status > 0).map(({ took }) => took),
      0.99,
    ),
  );

const calm = startLoad(4, () => writeOnce(address));
await sleep(4000);
await calm.stop();
const memory = memoryOf(service.pid());
const [writers, readers] = [
  startLoad(300, () => writeOnce(address)),
  startLoad(300, () => readOnce(address, '/v1/sources?limit=50')),
];
const [alive, ready] = [
  startLoad(1, () => readOnce(address, '/livez'), 200),
  startLoad(1, () => readOnce(address, '/readyz'), 200),
];
await sleep(SECONDS * 1000);
const grown = (memoryOf(service.pid()) - memory) / 1e6;
await Promise.all([writers.stop(), readers.stop(), alive.stop(), ready.stop()]);
await sleep(3000);
const later = startLoad(4, () => writeOnce(address));
await sleep(4000);
await later.stop();

const all = [...writers.seen, ...readers.seen];
const shed = all.filter(({ status }) => status === 503);
console.log(
  `     calm: ${tally(calm.seen)}, p99 ${p99(calm)} ms; under load: writes ${tally(writers.seen)}, p99 ${p99(writers)} ms; reads ${tally(readers.seen)}, p99 ${p99(readers)} ms`,
);
checks.that(all.every(isHonest), 'every answer is the thing asked for, or 503 with Retry-After', tally(all));
checks.that(
  shed.length > 0,
  'requests were turned away',
  `${shed.length}, median ${Math.round(
    quantile(
      shed.map(({ took }) => took),
      0.5,
    ),
  )} ms`,
);
checks.that(
  Math.max(...all.map(({ took }) => took)) < 10_000,
  'nobody waited longer than 10 seconds',
  `${Math.round(Math.max(...all.map(({ took }) => took)))} ms`,
);
checks.that(
  [...alive.seen, ...ready.seen].every(({ status }) => status !== 503) &&
    alive.seen.every(({ status }) => status === 200),
  'health is never turned away',
  `live ${tally(alive.seen)}; ready ${tally(ready.seen)}`,
);
checks.that(grown <= 100, 'memory grows by at most 100 MB', `${Math.round(grown)} MB`);
checks.that(
  p99(later) <= Math.max(3 * p99(calm), 250),
  'calm again three seconds later',
  `p99 ${p99(later)} ms, before ${p99(calm)} ms`,
);
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await database.remove();
checks.finish();
