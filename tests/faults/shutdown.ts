/** `npm run verify:shutdown`: SIGTERM under a hundred writes in flight, ROUNDS times; every second time twice. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Checks, spread } from '../support/faults/checks.ts';
import { readOnce, type Seen, tally, writeOnce } from '../support/faults/load.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 100);
const checks = new Checks();
const database = await startDatabase();
const options = { ...database, folder: join(database.folder, 'service') };
const exits: (number | NodeJS.Signals | null)[] = [];
const times: number[] = [];
const all: Seen[] = [];
let unready = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const service = await supervise(options);
  const address = service.address();
  const flying = Array.from({ length: 100 }, () => writeOnce(address));
  await sleep(Math.random() * 150);
  const { child, ended } = service.current();
  const begin = performance.now();
  const stopped = service.stop();
  if (round % 2 === 1) child.kill('SIGTERM');
  // A question that comes in the same turn of the event loop as the signal may be answered first, the next one not.
  const readiness = [await readOnce(address, '/readyz'), await readOnce(address, '/readyz')];
  if (readiness.at(-1)?.status !== 200) unready += 1;
  all.push(await writeOnce(address), ...(await Promise.all(flying)));
  exits.push(await ended);
  times.push(performance.now() - begin);
  await stopped;
}
const client = new pg.Client({ connectionString: database.ownerUrl });
await client.connect();
const acknowledged = all.filter(({ status }) => status === 201).map(({ id }) => id);
const { rows } = await client.query<{ count: number }>(
  'SELECT count(*)::int AS count FROM sources WHERE id = ANY($1::uuid[])',
  [acknowledged],
);
await client.end();
checks.that(
  rows[0]?.count === acknowledged.length && acknowledged.length > 0,
  'every acknowledged write is there',
  `${acknowledged.length} of ${all.length}: ${tally(all)}`,
);
checks.that(
  all.every(({ status, retryAfter }) => [201, 0].includes(status) || (status === 503 && retryAfter)),
  'the others heard 503 with Retry-After, or found nobody listening',
);
checks.that(
  exits.every((code) => code === 0),
  'exit code 0 every time',
  JSON.stringify([...new Set(exits)]),
);
checks.that(
  times.every((time) => time <= 10_000),
  'within 10 seconds',
  spread(times),
);
checks.that(unready === ROUNDS, 'readiness is gone at once', `${unready} of ${ROUNDS}`);
await database.remove();
checks.finish();
