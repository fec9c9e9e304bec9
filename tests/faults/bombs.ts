/**
 * `npm run verify:bombs`: bodies that unfold when they are read, against the service as a process of
 * its own. Each is refused at once, memory stays, and the event loop is never held up.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAPIV3_1 } from 'openapi-types';
import { type Blast, bombsFor, explode, jsonPaths } from '../support/faults/bombs.ts';
import { Checks } from '../support/faults/checks.ts';
import { memoryOf, processorTimeOf } from '../support/faults/processes.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';

/** Passes before memory is watched: after two of them it still rose and fell by 80 MB, after three by 50. */
const WARMING = 3;
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const address = service.address();

/** Longest delay of the event loop since the last call, in ms; asking begins the next span. */
async function delayMs(): Promise<number> {
  for (;;) {
    const text = await (await fetch(`${address}/metrics`)).text();
    const seconds = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1];
    if (seconds !== undefined) return Number(seconds) * 1000;
    // It turns requests away while the loop is late.
    await sleep(100);
  }
}

const document = (await (await fetch(`${address}/openapi.json`)).json()) as OpenAPIV3_1.Document;
const bombs = bombsFor(jsonPaths(document));
// What grows once, grows in the first passes: code, workers, buffers. What each further pass adds, an attacker could add.
const small = memoryOf(service.pid());
for (let pass = 1; pass <= WARMING; pass += 1)
  for (const bomb of bombs) await explode(address, ADMIN_KEY, bomb);
await sleep(3000);
const before = memoryOf(service.pid());
let most = before;
const sampler = setInterval(() => {
  most = Math.max(most, memoryOf(service.pid()));
}, 20);

/** What took longer than the processor worked for it, took so because of others on the machine. */
interface Seen extends Blast {
  readonly name: string;
  readonly delay: number;
  readonly most: number;
}
const seen: Seen[] = [];
for (const bomb of bombs) {
  await delayMs();
  const begin = processorTimeOf(service.pid());
  const blast = await explode(address, ADMIN_KEY, bomb);
  const end = processorTimeOf(service.pid());
  seen.push({
    ...blast,
    took: Math.min(blast.took, end.all - begin.all),
    delay: Math.min(await delayMs(), end.loop - begin.loop),
    name: `${bomb.name} to ${bomb.path}`,
    most: most - before,
  });
}
clearInterval(sampler);

const say = (list: typeof seen) =>
  list
    .map(
      (one) =>
        `${one.name}: ${one.status}, ${Math.round(one.took)} ms, loop ${Math.round(one.delay)} ms, ${one.bytes} bytes, memory ${Math.round(one.most / 1e6)} MB`,
    )
    .slice(0, 20)
    .join('\n     ');
// Whoever sends on after a 413 may find the connection cut before he has read it.
const refused = ({ status, name }: Seen) =>
  [400, 413, 415].includes(status) || (status === 0 && name.startsWith('10 MB'));
const odd = seen.filter((one) => !refused(one));
const slow = seen.filter(({ took }) => took > 1000);
const late = seen.filter(({ delay }) => delay > 200);
const grown = seen.filter(({ most }, at) => most - (seen[at - 1]?.most ?? 0) > 5e6);
const wide = seen.filter(({ bytes }) => bytes > 100_000);
checks.that(odd.length === 0, 'each is refused with 400, 413 or 415', `${seen.length}\n     ${say(odd)}`);
checks.that(
  slow.length === 0,
  'within a second',
  `longest ${Math.round(Math.max(...seen.map(({ took }) => took)))} ms\n     ${say(slow)}`,
);
const latest = [...seen].sort((a, b) => b.delay - a.delay).slice(0, 3);
checks.that(
  late.length === 0,
  'the event loop is held up for at most 200 ms',
  `longest\n     ${say(latest)}`,
);
checks.that(wide.length === 0, 'no refusal is longer than 100 kB', say(wide));
checks.that(
  most - before <= 50e6,
  'memory grows by at most 50 MB',
  `${Math.round((most - before) / 1e6)} MB over ${Math.round(before / 1e6)} MB; the first ${WARMING} passes, ${Math.round((before - small) / 1e6)} MB\n     ${say(grown)}`,
);
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await database.remove();
checks.finish();
