/** Many forecasts or questions in one request: all or none, or what can be, or nothing but the answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTrail } from '../support/faults/ledger.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Fields, questionBody, Recorder, unique } from './fixtures.ts';

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

const FORECASTS = '/v1/forecasts/batch';
const QUESTIONS = '/v1/questions/batch';
const head = async () => (await service.anyone.get('/v1/audit/head')).body.seq as number;

/** Forecasts of one forecaster on new questions. */
async function rowsOn(count: number): Promise<Fields[]> {
  const { id: forecasterId } = await recorder.forecaster();
  const questions = Array.from({ length: count }, () => questionBody());
  const made = await service.admin.post(QUESTIONS).send({ questions });
  expect(made.status).toBe(201);
  return Promise.all(
    (made.body.items as { id: string }[]).map(({ id }, n) =>
      recorder.forecastBody(id, (n + 1) / (count + 1), { forecasterId }),
    ),
  );
}

describe('a batch of forecasts', () => {
  it('is recorded under one audit event, each row as when it is sent alone', async () => {
    const rows = await rowsOn(100);
    const before = await head();
    const answer = await service.admin.post(FORECASTS).send({ forecasts: rows });
    expect([answer.status, answer.body.accepted, answer.body.refused]).toEqual([201, 100, 0]);
    expect(Number(answer.headers['audit-seq'])).toBe(before + 1);
    expect(await head()).toBe(before + 1);
    for (const at of [0, 57, 99]) {
      const { body } = await service.anyone.get(`/v1/forecasts/${answer.body.items[at].id}`);
      expect(body).toMatchObject({ ...rows[at], madeAt: '2024-12-26T00:00:00.000Z', seq: before + 1 });
    }
    const event = (await service.anyone.get(`/v1/audit/events/${before + 1}`)).body;
    expect([event.action, event.records.length]).toEqual(['forecast.batch', 100]);
    expect((await service.anyone.get('/v1/audit/verification')).body.ok).toBe(true);
  });

  it('scores those on resolved questions as when they are sent alone', async () => {
    const [one, other] = await rowsOn(2);
    for (const row of [one, other]) await recorder.resolve((row as { questionId: string }).questionId);
    const alone = (await service.admin.post('/v1/forecasts').send(one)).body;
    const prediction = (one as Fields)['prediction'];
    const { body } = await service.admin.post(FORECASTS).send({ forecasts: [{ ...other, prediction }] });
    const together = (await service.anyone.get(`/v1/forecasts/${body.items[0].id}`)).body;
    const scores = (of: { scores: { rule: string; value: unknown }[] }) =>
      of.scores.map(({ rule, value }) => [rule, value]);
    expect(scores(together)).toEqual(scores(alone));
    expect(scores(together).length).toBeGreaterThan(0);
  });

  it('scores several on one resolved question, and the chain holds', async () => {
    const { id } = await recorder.question();
    const { id: other } = await recorder.question();
    for (const questionId of [id, other]) await recorder.resolve(questionId);
    const forecasts = [
      await recorder.forecastBody(id, 0.2),
      await recorder.forecastBody(other, 0.3),
      await recorder.forecastBody(id, 0.4),
    ];
    const answer = await service.admin.post(FORECASTS).send({ forecasts });
    expect(answer.status).toBe(201);
    for (const { id: forecastId } of answer.body.items as { id: string }[])
      expect((await service.anyone.get(`/v1/forecasts/${forecastId}`)).body.scores.length).toBeGreaterThan(0);
    const { body } = await service.anyone.get('/v1/audit/verification');
    expect([body.ok, body.findings]).toEqual([true, []]);
    const trail = await service.anyone.get('/v1/audit/trail');
    expect(verifyTrail(trail.text)).toEqual([]);
  });

  it('with one row that is wrong records none, and tells where it is', async () => {
    const rows = await rowsOn(100);
    const wrong = rows.map((row, n) => (n === 57 ? { ...row, prediction: { point: 3 } } : row));
    const before = await head();
    const answer = await service.admin.post(FORECASTS).send({ forecasts: wrong });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalidBatch']);
    expect(answer.body.detail).toContain('1 of 100 forecasts cannot be recorded, so none was');
    expect(answer.body.errors[0].pointer).toMatch(/^\/forecasts\/57\/prediction/);
    expect(await head()).toBe(before);
    const { questionId } = rows[0] as { questionId: string };
    expect((await service.anyone.get(`/v1/forecasts?questionId=${questionId}`)).body.items).toEqual([]);
  });

  it('in part records the others, and tells why each was refused', async () => {
    const rows = await rowsOn(5);
    const standing = await service.admin.post('/v1/forecasts').send(rows[0]);
    const { id: retracted } = await recorder.question();
    await recorder.retract(`/v1/questions/${retracted}`);
    const answer = await service.admin.post(`${FORECASTS}?mode=partial`).send({
      forecasts: [
        rows[0],
        rows[1],
        rows[1],
        { ...rows[2], questionId: retracted },
        { ...rows[3], madeAt: '2199-01-01T00:00:00Z' },
        { ...rows[3], questionId: crypto.randomUUID() },
        rows[4],
      ],
    });
    expect([answer.status, answer.body.accepted, answer.body.refused]).toEqual([201, 2, 5]);
    const items = answer.body.items as {
      id: string | null;
      problem: { code: string; detail: string; errors: Fields[] } | null;
    }[];
    expect(items.map(({ id, problem }) => (id === null ? problem?.code : 'recorded'))).toEqual([
      'duplicateForecast',
      'recorded',
      'duplicateForecast',
      'questionRetracted',
      'invalidForecast',
      'invalidForecast',
      'recorded',
    ]);
    expect(items[0]?.problem?.detail).toContain(standing.body.id);
    expect(items[2]?.problem?.detail).toContain('/forecasts/1');
    expect(items[4]?.problem?.errors[0]).toMatchObject({
      pointer: '/forecasts/4/madeAt',
      code: 'inTheFuture',
    });
    expect(items[5]?.problem?.errors[0]).toMatchObject({
      pointer: '/forecasts/5/questionId',
      code: 'unknown',
    });
    for (const at of [1, 6])
      expect((await service.anyone.get(`/v1/forecasts/${items[at]?.id}`)).status).toBe(200);
  });

  it('that is only tried answers the same and records nothing', async () => {
    const rows = await rowsOn(3);
    const before = await head();
    const mixed = { forecasts: [rows[0], { ...rows[1], basis: 'verbal' }, rows[2]] };
    const tried = await service.admin.post(`${FORECASTS}?mode=partial&dryRun=true`).send(mixed);
    expect([tried.status, tried.headers['audit-seq'], await head()]).toEqual([200, undefined, before]);
    const recorded = await service.admin.post(`${FORECASTS}?mode=partial`).send(mixed);
    expect(tried.body).toEqual({
      ...recorded.body,
      dryRun: true,
      items: recorded.body.items.map((item: object) => ({ ...item, id: null })),
    });
    expect(tried.body.accepted).toBe(2);
  });

  it('of which no row can be recorded leaves no event behind', async () => {
    const [row] = await rowsOn(1);
    await service.admin.post('/v1/forecasts').send(row);
    const before = await head();
    const partly = await service.admin.post(`${FORECASTS}?mode=partial`).send({ forecasts: [row] });
    expect([partly.status, partly.body.refused]).toEqual([200, 1]);
    const whole = await service.admin.post(FORECASTS).send({ forecasts: [row] });
    expect([whole.status, whole.body.code]).toEqual([409, 'batchConflict']);
    expect(whole.body.errors[0]).toMatchObject({ pointer: '/forecasts/0', code: 'duplicateForecast' });
    expect(await head()).toBe(before);
  });

  it('sent again under its key is recorded once and answered the same', async () => {
    const forecasts = await rowsOn(4);
    const key = unique('key');
    const send = () => service.admin.post(FORECASTS).set('Idempotency-Key', key).send({ forecasts });
    const first = await send();
    const again = await send();
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    const other = await service.admin
      .post(`${FORECASTS}?mode=partial`)
      .set('Idempotency-Key', key)
      .send({ forecasts });
    expect(other.status).toBe(422);
  });

  it('of others than the key may write for is forbidden, row by row', async () => {
    const rows = await rowsOn(2);
    const { id: own } = await recorder.forecaster();
    const key = await service.admin
      .post('/v1/keys')
      .send({ name: unique('limited'), scopes: ['write'], forecasterIds: [own] });
    const limited = service.anyone.withKey(key.body.secret);
    const forecasts = [{ ...rows[0], forecasterId: own }, rows[1]];
    const whole = await limited.post(FORECASTS).send({ forecasts });
    expect([whole.status, whole.body.code]).toEqual([403, 'otherForecaster']);
    const partly = await limited.post(`${FORECASTS}?mode=partial`).send({ forecasts });
    expect(partly.body.items.map((item: { problem: { code: string } | null }) => item.problem?.code)).toEqual(
      [undefined, 'otherForecaster'],
    );
    expect((await limited.post(QUESTIONS).send({ questions: [questionBody()] })).status).toBe(403);
  });

  it.each([
    ['no row', { forecasts: [] }, '/forecasts'],
    ['a correction', { forecasts: [{ supersedesId: crypto.randomUUID() }] }, '/forecasts/0/supersedesId'],
    ['a body that is no batch', { forecast: [] }, '/forecast'],
    ['1,001 rows', { forecasts: Array(1001).fill({}) }, '/forecasts'],
  ])('with %s is malformed', async (_what, body, pointer) => {
    const answer = await service.admin.post(`${FORECASTS}?mode=partial`).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
  });
});

describe('a batch of questions', () => {
  it('brings each name into being once, and may hang on questions that are there', async () => {
    const [topic, cause] = [unique('topic'), (await recorder.question()).id];
    const condition = { questionId: cause, outcome: { value: true } };
    const before = await head();
    const { status, body } = await service.admin.post(QUESTIONS).send({
      questions: [
        questionBody({ topics: [topic] }),
        questionBody({ topics: [topic.toUpperCase()], condition }),
        questionBody({
          type: 'multipleChoice',
          options: [
            { id: 'a', label: 'A' },
            { id: 'b', label: 'B' },
          ],
        }),
      ],
    });
    expect([status, body.accepted, await head()]).toEqual([201, 3, before + 1]);
    const [, second] = body.items as { id: string }[];
    expect((await service.anyone.get(`/v1/questions/${second?.id}`)).body).toMatchObject({
      topics: [topic],
      condition,
    });
    expect((await service.anyone.get(`/v1/topics?q=${topic}`)).body.items).toHaveLength(1);
  });

  it('sent twice at once brings their names into being once, and neither fails', async () => {
    const questions = Array.from({ length: 200 }, () =>
      questionBody({ topics: [unique('topic'), unique('topic')] }),
    );
    const both = await Promise.all([1, 2].map(() => service.admin.post(QUESTIONS).send({ questions })));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const [topic] = (questions[7] as Fields)['topics'] as string[];
    expect((await service.anyone.get(`/v1/topics?q=${topic}`)).body.items).toHaveLength(1);
    expect((await service.anyone.get('/v1/audit/verification')).body.ok).toBe(true);
  });

  it('with more names than can be written while others wait is too large', async () => {
    const before = await head();
    const topics = Array.from({ length: 6 }, () => unique('topic'));
    const questions = Array.from({ length: 1000 }, () => questionBody({ topics }));
    const { status, body } = await service.admin.post(QUESTIONS).send({ questions });
    expect([status, body.code, await head()]).toEqual([413, 'tooManyNames', before]);
    expect(body.detail).toContain('6000');
  });

  it('with one that is wrong records none, nor its names', async () => {
    const topic = unique('topic');
    const { status, body } = await service.admin.post(QUESTIONS).send({
      questions: [questionBody({ topics: [topic] }), questionBody({ range: { min: 0, max: 1 } })],
    });
    expect([status, body.errors[0].pointer]).toEqual([400, '/questions/1/range']);
    expect((await service.anyone.get(`/v1/topics?q=${topic}`)).body.items).toEqual([]);
  });
});

it('a thousand rows take one request, and no longer than a request may', async () => {
  const shared = unique('topic');
  const questions = Array.from({ length: 1000 }, () =>
    questionBody({ topics: [shared, unique('topic'), unique('topic')], entities: [unique('entity')] }),
  );
  const made = await service.admin.post(QUESTIONS).send({ questions });
  expect([made.status, made.body.accepted]).toEqual([201, 1000]);
  const { id: forecasterId } = await recorder.forecaster();
  const forecasts = await Promise.all(
    (made.body.items as { id: string }[]).map(({ id }) => recorder.forecastBody(id, 0.3, { forecasterId })),
  );
  const answer = await service.admin.post(FORECASTS).send({ forecasts });
  expect([answer.status, answer.body.accepted]).toEqual([201, 1000]);
});
