/**
 * `npm run verify:overload`: ten times the load that the service can sustain, reads and writes, for 30
 * seconds. The clients come back half a second after they were turned away, which is earlier than they
 * are told. They run as a process of their own, on a core of their own; the service says itself how
 * long each answer took it and how late its event loop was.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checks, quantile } from '../support/faults/checks.ts';
import { isHonest, readOnce, startLoad, tally } from '../support/faults/load.ts';
import { coresApart, keepOffClients, loadFromElsewhere } from '../support/faults/load-elsewhere.ts';
import { memoryOf, serverProcesses } from '../support/faults/processes.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';
import { ServiceView } from '../support/faults/service-view.ts';
import { agesAreBounded, agesInWords, sampleTransactions } from '../support/faults/transaction-ages.ts';

const SECONDS = Number(process.env['SECONDS_OF_LOAD'] ?? 30);
const PAUSE_MS = 500;
const FEW_CLIENTS = 8;
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const address = service.address();
keepOffClients([service.pid(), ...serverProcesses(database.folder)]);

type Timed = readonly { readonly status: number; readonly took: number }[];
const isDone = ({ status }: Timed[number]) => status >= 200 && status < 300;
const at = (share: number, seen: Timed) =>
  Math.round(
    quantile(
      seen.map(({ took }) => took),
      share,
    ),
  );
const times = (seen: Timed) => `median ${at(0.5, seen)}, p99 ${at(0.99, seen)} ms`;
const load = (clients: number, seconds: number) =>
  loadFromElsewhere({
    address,
    key: ADMIN_KEY,
    clients,
    milliseconds: seconds * 1000,
    pauseAfterRefusalMs: PAUSE_MS,
  });

await load(FEW_CLIENTS, 5);
const calm = (await load(FEW_CLIENTS, 6)).seen;
const sustained = calm.filter(isDone).length / 6;
// Beside its pause a client waits for its answer: eleven, so that ten times as much is offered.
const clients = Math.ceil((11 * sustained * PAUSE_MS) / 1000);
console.log(
  `     ${coresApart ? 'clients on a core of their own' : 'clients and service on the same cores'}`,
);
console.log(
  `     sustained by ${FEW_CLIENTS} clients: ${Math.round(sustained)} a second, ${tally(calm)}, ${times(calm)}`,
);

const memory = memoryOf(service.pid());
const [alive, ready] = [
  startLoad(1, () => readOnce(address, '/livez'), 200),
  startLoad(1, () => readOnce(address, '/readyz'), 200),
];
const sampler = sampleTransactions(database.ownerUrl);
const view = await ServiceView.begin(address);
const { seen: all, ownDelayMs } = await load(clients, SECONDS);
const inside = await view.end();
const ages = await sampler.stop();
const grown = (memoryOf(service.pid()) - memory) / 1e6;
await Promise.all([alive.stop(), ready.stop()]);
await sleep(3000);
const later = (await load(FEW_CLIENTS, 4)).seen.filter(isDone);

const done = all.filter(isDone);
const refused = all.filter((one) => !isDone(one));
const offered = all.length / SECONDS;
console.log(
  `     offered by ${clients} clients: ${Math.round(offered)} a second, ${(offered / sustained).toFixed(1)} times as much`,
);
for (const kind of ['write', 'read'] as const) {
  const own = all.filter((one) => one.kind === kind);
  console.log(`     ${kind}s: ${tally(own)}, accepted ${times(own.filter(isDone))}`);
}
for (const kind of ['write', 'read'] as const) {
  const own = refused.filter((one) => one.kind === kind);
  console.log(
    `     ${kind}s turned away: p90 ${at(0.9, own)}, p99 ${at(0.99, own)}, longest ${at(1, own)} ms; after waiting in line ${own.filter(({ took }) => took > 700).length}`,
  );
}
const begin = Math.min(...all.map((one) => one.at));
const slow = all.filter((one) => one.took > 1000).map((one) => Math.floor((one.at - begin) / 1000));
console.log(
  `     over a second, by the second in which they were sent: ${[...new Set(slow)]
    .sort((a, b) => a - b)
    .map((second) => `${second} (${slow.filter((one) => one === second).length})`)
    .join(', ')}`,
);
console.log(`     the service itself: ${inside}`);
console.log(`     the clients' own event loop is late by ${Math.round(ownDelayMs)} ms (p99)`);
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
