/** What was committed but cannot be read back is said to be recorded, so that nobody sends it again. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let owner: pg.Client;
beforeAll(async () => {
  service = await startService();
  owner = new pg.Client(service.ownerUrl);
  await owner.connect();
  await owner.query(
    'CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$',
  );
  await owner.query(
    'CREATE TRIGGER zz_pause AFTER INSERT ON forecasters FOR EACH ROW EXECUTE FUNCTION pause()',
  );
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

/** Sends it, takes the table as soon as it is committed, and has `meanwhile` happen until there is an answer. */
async function withTableTaken(name: string, meanwhile: () => Promise<unknown>) {
  let answered = false;
  const sent = service.admin
    .post('/v1/forecasters')
    .send({ name, kind: 'person' })
    .then((answer) => answer)
    .finally(() => {
      answered = true;
    });
  await sleep(200);
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE forecasters IN ACCESS EXCLUSIVE MODE');
  while (!answered) {
    await meanwhile();
    await sleep(20);
  }
  await owner.query('ROLLBACK');
  return sent;
}

/** The first time it finds something to cancel; then the table is given back. */
const once = (cancel: () => Promise<pg.QueryResult>) => {
  let done = false;
  return async () => {
    if (!done && ((await cancel()).rowCount ?? 0) > 0) {
      done = true;
      await owner.query('ROLLBACK');
    }
  };
};

const cancelReads = async () => {
  // Within a transaction the view would stay as it was first seen.
  await owner.query('SELECT pg_stat_clear_snapshot()');
  return owner.query(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
};

it('with its receipt, and without the advice to try again', async () => {
  const answer = await withTableTaken('Twice', cancelReads);
  expect(answer.status, JSON.stringify(answer.body)).toBe(503);
  expect(answer.body).toMatchObject({ code: 'recordedUnread' });
  expect(answer.headers['retry-after']).toBeUndefined();
  const event = await service.admin.get(`/v1/audit/events/${answer.headers['audit-seq']}`);
  expect(event.body).toMatchObject({ hash: answer.headers['audit-hash'], action: 'forecaster.create' });
  const { id } = (event.body as { subject: { id: string } }).subject;
  expect((await service.admin.get(`/v1/forecasters/${id}`)).body).toMatchObject({ name: 'Twice' });
});

it('read again after one failure, what was asked for is answered', async () => {
  const answer = await withTableTaken('Once', once(cancelReads));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  expect(answer.body).toMatchObject({ name: 'Once' });
});
