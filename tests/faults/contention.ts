/**
 * `npm run verify:contention`: 64 clients at one question, at three that depend on each other, and at
 * the same idempotency keys, over two processes, on databases that give transactions either isolation.
 */
import { join } from 'node:path';
import { Checks } from '../support/faults/checks.ts';
import {
  Api,
  editRace,
  hotQuestions,
  replayRace,
  resolveRace,
  statusesOf,
} from '../support/faults/contention.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';
import { runStatements } from '../support/test-server.ts';

const SECONDS = Number(process.env['SECONDS_OF_LOAD'] ?? 30);
const FORECASTS = Number(process.env['FORECASTS'] ?? 500);
const CLIENTS = 64;
const checks = new Checks();

for (const isolation of ['read committed', 'serializable']) {
  const database = await startDatabase();
  const name = new URL(database.ownerUrl).pathname.slice(1);
  await runStatements(database.ownerUrl, [
    `ALTER DATABASE "${name}" SET default_transaction_isolation TO '${isolation}'`,
  ]);
  const services = [
    await supervise({ ...database, folder: join(database.folder, 'first') }),
    await supervise({ ...database, folder: join(database.folder, 'second') }),
  ];
  let turn = 0;
  const api = new Api(() => services[turn++ % 2]?.address() ?? '', ADMIN_KEY);
  console.log(`     by default ${isolation}`);

  const race = await resolveRace(api, CLIENTS, FORECASTS);
  const won = race.answers.filter(({ status }) => status === 201).length;
  const honest = race.answers.every(({ status }) => [201, 409, 412].includes(status));
  checks.that(
    won === 1 && honest && race.resolutions === 1,
    'one of 64 outcomes is recorded',
    statusesOf(race.answers),
  );
  checks.that(race.scores === FORECASTS, 'each forecast is scored once', `${race.scores} of ${FORECASTS}`);

  const edits = await editRace(api, CLIENTS / 2, 20_000);
  const made = edits.answers.filter(({ status }) => status === 200).length;
  checks.that(
    made === edits.increments && made > 0,
    'no edit is lost',
    `${made} edits, ${edits.increments} versions; ${statusesOf(edits.answers)}`,
  );

  const { effects, different } = await replayRace(api, 50, 50);
  checks.that(
    effects.every((count) => count === 1) && different.length === 0,
    'what is sent again is done once, and answered the same',
    `${effects.length} keys, each sent by 50`,
  );

  const { answers } = await hotQuestions(api, CLIENTS, SECONDS * 1000);
  const busy = answers.filter(({ status, retryAfter }) => status === 503 && retryAfter).length;
  const defects = answers.filter(({ status }) => status >= 500).length - busy;
  checks.that(defects === 0, 'no defect under crossing locks', statusesOf(answers));
  checks.that(
    busy <= answers.length / 100,
    'at most 1 % are told to come again',
    `${busy} of ${answers.length}`,
  );

  const { body } = await api.get('/v1/audit/verification');
  checks.that(body.ok === true, 'the chain has no gap and no fork', `${body.events ?? ''} events`);
  checks.that(
    services.every((service) => service.selfDeaths() === 0),
    'both processes live',
  );
  for (const service of services) await service.stop();
  await database.remove();
}
checks.finish();
