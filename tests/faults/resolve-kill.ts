/**
 * `npm run verify:resolve-kill`: the service is killed while it records an outcome, CYCLES times (50),
 * while another process is read all along: a question is open without scores or resolved with all.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checks } from '../support/faults/checks.ts';
import { Api, outcome, questionWith, scoresOf } from '../support/faults/contention.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';

const CYCLES = Number(process.env['CYCLES'] ?? 50);
const FORECASTS = Number(process.env['FORECASTS'] ?? 100);
const checks = new Checks();
const database = await startDatabase();
const victim = await supervise({ ...database, folder: join(database.folder, 'victim') });
const witness = await supervise({ ...database, folder: join(database.folder, 'witness') });
const [hurt, sees] = [new Api(victim.address, ADMIN_KEY), new Api(witness.address, ADMIN_KEY)];

const states = { open: 0, resolved: 0, partial: [] as string[] };
let looks = 0;
/** Status first: what is resolved when it is read has all its scores from then on. */
async function look(id: string): Promise<'open' | 'resolved'> {
  const { status } = (await sees.get(`/v1/questions/${id}`)).body;
  const scores = await scoresOf(sees, id);
  looks += 1;
  if (status === 'resolved' && scores !== FORECASTS) states.partial.push(`resolved, ${scores} scores`);
  if (scores !== 0 && scores !== FORECASTS) states.partial.push(`${status}, ${scores} scores`);
  return status === 'resolved' ? 'resolved' : 'open';
}

const path = (id: string) => `/v1/questions/${id}/resolutions`;
const rehearsal = await questionWith(sees, FORECASTS);
await hurt.post(path(await questionWith(sees, FORECASTS)), outcome(true));
const begin = performance.now();
await hurt.post(path(rehearsal), outcome(true));
/** When the kill comes: at first what one outcome takes here and now; then it is led towards the commit. */
let delayMs = performance.now() - begin;

let acknowledged = 0;
let lost = 0;
for (let cycle = 0; cycle < CYCLES; cycle += 1) {
  const id = await questionWith(sees, FORECASTS);
  const sent = performance.now();
  let answered = 0;
  const answer = hurt
    .post(path(id), outcome(cycle % 2 === 0))
    .then(({ status }) => status)
    .catch(() => 0)
    .then((status) => {
      answered = performance.now() - sent;
      return status;
    });
  const killed = sleep(delayMs).then(() => victim.killAndStart());
  const watching = (async () => {
    while (answered === 0) await look(id);
  })();
  const status = await answer;
  await Promise.all([killed, watching]);
  const state = await look(id);
  states[state] += 1;
  // Later after a kill that came before the commit, earlier after one behind it: a service just started is slower.
  delayMs *= state === 'open' ? 1.3 : 0.8;
  if (status === 201) acknowledged += 1;
  if (status === 201 && state === 'open') lost += 1;
}
checks.that(
  states.partial.length === 0,
  'never a resolved question with fewer scores than forecasts',
  states.partial[0] ?? `${looks} looks in ${CYCLES} kills`,
);
checks.that(lost === 0, 'no acknowledged outcome is lost', `${acknowledged} acknowledged`);
checks.that(
  states.open > 0 && states.resolved > 0,
  'kills came before and after the commit',
  `${states.open} open, ${states.resolved} resolved`,
);
const { body } = await sees.get('/v1/audit/verification');
checks.that(body.ok === true, 'the chain holds');
await victim.stop();
await witness.stop();
await database.remove();
checks.finish();
