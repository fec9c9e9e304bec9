/** An outcome known on a day that is not over: from the moment at which it was taken in, no forecast counts, and none has scores. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, dateAgo, Recorder } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves the question while somebody else has the head, and answers a time between its being known and recorded. */
async function resolveSlowly(questionId: string): Promise<string> {
  const owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query('SELECT seq FROM audit_head WHERE id = 1 FOR UPDATE');
  const resolving = record.resolve(questionId, { value: true }, { knownAt: dateAgo(0) });
  // The unit has begun once it waits for the head.
  const waits = async () =>
    (
      await service.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%reckoner_append%'`,
      )
    ).length > 0;
  while (!(await waits())) await pause(20);
  await pause(30);
  const between = new Date().toISOString();
  await pause(30);
  await owner.query('ROLLBACK');
  await owner.end();
  await resolving;
  return between;
}

it('alone and in a batch', async () => {
  const { id } = await record.question();
  const early = await record.forecast(id, 0.9);
  const madeAt = await resolveSlowly(id);
  const late = await record.forecast(id, 0.99, { madeAt });
  expect([late.ignored, late.scores]).toEqual([{ reason: 'madeAfterOutcomeKnown' }, []]);
  const batch = await service.admin
    .post('/v1/forecasts/batch')
    .send({ forecasts: [await record.forecastBody(id, 0.99, { madeAt })] });
  expect(batch.status, JSON.stringify(batch.body)).toBe(201);
  const kept = await service.query<{ id: string }>('SELECT DISTINCT forecast_id AS id FROM scores');
  expect(kept).toEqual([{ id: early.id }]);
  // By the same time it is judged who may still withdraw.
  const writer = await clientWith(service, 'write');
  const withdrawnAt = new Date().toISOString();
  expect((await writer.post(`/v1/forecasts/${early.id}/withdrawal`).send({ withdrawnAt })).status).toBe(201);
});
