/** Many clients at one thing, whatever isolation the database gives by itself; `npm run verify:contention` is the long version. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Api,
  editRace,
  hotQuestions,
  replayRace,
  resolveRace,
  statusesOf,
} from '../support/faults/contention.ts';
import { startService, type TestService } from '../support/service.ts';

describe.each(['read committed', 'serializable'])('with %s by default', (isolation) => {
  let service: TestService;
  let instance: Awaited<ReturnType<TestService['beside']>>;
  let api: Api;
  beforeAll(async () => {
    service = await startService();
    const [database] = await service.query<{ name: string }>('SELECT current_database() AS name');
    await service.query(
      `ALTER DATABASE ${database?.name} SET default_transaction_isolation TO '${isolation}'`,
    );
    instance = await service.beside();
    api = new Api(() => instance.anyone.url, service.secret);
  });
  afterAll(async () => {
    await instance.close();
    await service.close();
  });

  it('one of many outcomes is recorded, and each forecast is scored once', async () => {
    const { answers, scores, resolutions } = await resolveRace(api, 24, 20);
    const statuses = statusesOf(answers);
    expect(
      answers.filter(({ status }) => status === 201),
      statuses,
    ).toHaveLength(1);
    expect(
      answers.filter(({ status }) => ![201, 409, 412].includes(status)),
      statuses,
    ).toEqual([]);
    expect([scores, resolutions]).toEqual([20, 1]);
  });

  it('no edit is lost', async () => {
    const { id, answers, increments } = await editRace(api, 16, 1000);
    const statuses = statusesOf(answers);
    expect(
      answers.filter(({ status }) => status === 200),
      statuses,
    ).toHaveLength(increments);
    expect(increments).toBeGreaterThan(0);
    expect(
      answers.filter(({ status }) => ![200, 412].includes(status)),
      statuses,
    ).toEqual([]);
    const path = `/v1/questions/${id}`;
    const { etag } = await api.get(path);
    const edit = async (ifMatch?: string) =>
      (
        await api.send(
          'PATCH',
          path,
          { description: 'x' },
          ifMatch === undefined ? {} : { 'if-match': ifMatch },
        )
      ).status;
    expect([await edit(), await edit('"stale"'), await edit(`W/${etag}`), await edit('*')]).toEqual([
      428, 412, 412, 400,
    ]);
  });

  it('what is sent again is done once', async () => {
    const { effects, different } = await replayRace(api, 3, 12);
    expect([effects, different]).toEqual([[1, 1, 1], []]);
  });

  it('questions that everybody writes to give no defect, and hardly a refusal for want of the lock', async () => {
    const { answers } = await hotQuestions(api, 24, 1500);
    const statuses = statusesOf(answers);
    expect(
      answers.filter(({ status }) => status >= 500 && status !== 503),
      statuses,
    ).toEqual([]);
    const busy = answers.filter(({ status }) => status === 503);
    expect(busy.every(({ retryAfter }) => retryAfter)).toBe(true);
    expect(busy.length, statuses).toBeLessThanOrEqual(answers.length / 100);
    expect(answers.filter(({ status }) => status < 300).length, statuses).toBeGreaterThan(10);
    const verification = await api.get('/v1/audit/verification');
    expect(verification.body).toMatchObject({ ok: true, findings: [] });
  });
});
