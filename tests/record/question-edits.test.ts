import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, NOWHERE, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

describe('PATCH /v1/questions/{id}', () => {
  it('changes what is sent, keeps the rest, counts the version and keeps what stood', async () => {
    const before = await record.question({ description: 'First.', topics: ['Rain'] });
    const { status, body } = await record.edit(`/v1/questions/${before.id}`, {
      description: 'Second.',
      topics: ['Snow', 'Rain'],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      version: 2,
      seq: body.seq,
      description: 'Second.',
      topics: ['Snow', 'Rain'],
    });
    const rows = await service.query<{ version: number; content: Question }>(
      'SELECT version, content FROM revisions WHERE subject_id = $1 ORDER BY version',
      [before.id],
    );
    expect(rows.map((row) => [row.version, row.content.description])).toEqual([
      [1, 'First.'],
      [2, 'Second.'],
    ]);
  });

  it('that changes nothing makes no version and no audit event', async () => {
    const before = await record.question();
    const head = (await service.anyone.get('/v1/audit/head')).body.seq;
    const answer = await record.edit(`/v1/questions/${before.id}`, { title: before.title });
    expect([answer.status, answer.body, answer.headers['audit-seq']]).toEqual([200, before, undefined]);
    expect((await service.anyone.get('/v1/audit/head')).body.seq).toBe(head);
  });

  it('with a stale ETag is 412', async () => {
    const { id } = await record.question();
    const path = `/v1/questions/${id}`;
    const seen = await record.etag(path);
    await record.edit(path, { description: 'Meanwhile.' });
    expect(
      refusal(await service.admin.patch(path).set('If-Match', seen).send({ description: 'Late.' })),
    ).toEqual([412, 'preconditionFailed']);
    expect((await record.read<Question>(path)).item.description).toBe('Meanwhile.');
  });

  it('of two with the same ETag one wins', async () => {
    const { id } = await record.question();
    const seen = await record.etag(`/v1/questions/${id}`);
    const answers = await Promise.all(
      ['A', 'B'].map((description) =>
        service.admin.patch(`/v1/questions/${id}`).set('If-Match', seen).send({ description }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it('checks the question as it would stand', async () => {
    const { id } = await record.question({ closesAt: '2026-01-01' });
    expect(refusal(await record.edit(`/v1/questions/${id}`, { opensAt: '2026-06-01' }))).toEqual([
      400,
      'invalidQuestion',
      '/closesAt beforeOpening',
    ]);
    expect(
      refusal(
        await record.edit(`/v1/questions/${id}`, { condition: { questionId: NOWHERE, outcome: {} } }),
      ).slice(0, 2),
    ).toEqual([400, 'invalidQuestion']);
    expect(
      await record
        .edit(`/v1/questions/${NOWHERE.replace(/f$/, 'e')}`, {})
        .catch((error: Error) => error.message),
    ).toContain('404');
  });

  const material = {
    type: 'numeric',
    resolutionCriteria: 'Other.',
    timezone: 'Asia/Tokyo',
    opensAt: '2020-01-01',
    closesAt: '2030-01-01',
    reading: 'lenient',
  };
  it.each(Object.entries(material))(
    'of %s is refused after the first forecast, and possible before',
    async (field, value) => {
      const { id } = await record.question();
      expect((await record.edit(`/v1/questions/${id}`, { [field]: value })).status).toBe(200);
      const other = await record.question();
      await record.forecast(other.id, 0.5);
      const answer = await record.edit(`/v1/questions/${other.id}`, { [field]: value });
      expect([...refusal(answer), answer.body.fields]).toEqual([409, 'materialEdit', [field]]);
    },
  );

  it('of the title, description, due date, window reason and topics is possible at any time', async () => {
    const { id } = await record.question();
    await record.forecast(id, 0.5);
    await record.resolve(id);
    const change = {
      title: 'Better words',
      description: 'More.',
      resolvesBy: '2026-12-31',
      windowBasis: 'imputed',
      windowReason: 'So.',
      topics: ['T'],
      entities: ['E'],
    };
    const answer = await record.edit(`/v1/questions/${id}`, change);
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
    expect(answer.body).toMatchObject(change);
  });

  it('of the due date of a date question is refused after the first forecast: scores end there', async () => {
    const { id } = await record.question({ type: 'date', resolvesBy: '2026-01-31' });
    expect((await record.edit(`/v1/questions/${id}`, { resolvesBy: '2026-02-28' })).status).toBe(200);
    await record.forecast(id, 0, { prediction: { samples: ['2026-01-05'] } });
    const answer = await record.edit(`/v1/questions/${id}`, { resolvesBy: '2026-03-31' });
    expect([...refusal(answer), answer.body.fields]).toEqual([409, 'materialEdit', ['resolvesBy']]);
  });

  it('of the wording is possible where the condition has failed meanwhile', async () => {
    const cause = await record.question();
    const condition = { questionId: cause.id, outcome: { value: true } };
    const dependant = await record.question({ condition });
    await record.resolve(cause.id, { value: false });
    const answer = await record.edit(`/v1/questions/${dependant.id}`, { title: 'Better said', condition });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ title: 'Better said', condition, status: 'void' });
  });

  it('is refused after a resolution too', async () => {
    const { id } = await record.question();
    await record.resolve(id);
    expect(refusal(await record.edit(`/v1/questions/${id}`, { reading: 'strict' }))).toEqual([
      409,
      'materialEdit',
    ]);
  });
});

describe('retraction of a question', () => {
  it('keeps it readable, takes it out of the list, and refuses new forecasts and a second retraction', async () => {
    const { id } = await record.question();
    const path = `/v1/questions/${id}`;
    await record.retract(path);
    const { item, etag } = await record.read<Question>(path);
    expect(item.retraction).toMatchObject({ reason: 'By mistake.' });
    const listed = async (extra = '') =>
      ((await service.anyone.get(`/v1/questions?limit=200${extra}`)).body.items as Question[]).some(
        (one) => one.id === id,
      );
    expect([await listed(), await listed('&include=retracted')]).toEqual([false, true]);
    expect(
      refusal(await service.admin.post(`${path}/retraction`).set('If-Match', etag).send({ reason: 'x' })),
    ).toEqual([409, 'alreadyRetracted']);
    const forecast = await service.admin.post('/v1/forecasts').send(await record.forecastBody(id, 0.5));
    expect(refusal(forecast)).toEqual([409, 'questionRetracted']);
  });

  it('needs a reason and the ETag that stands', async () => {
    const path = `/v1/questions/${(await record.question()).id}`;
    const retract = (etag: string, body: object) =>
      service.admin.post(`${path}/retraction`).set('If-Match', etag).send(body);
    const etag = await record.etag(path);
    expect(refusal(await retract(etag, {}))).toEqual([400, 'invalidRequest', '/reason required']);
    expect(refusal(await retract('"stale"', { reason: 'x' }))).toEqual([412, 'preconditionFailed']);
    expect(
      refusal(
        await service.admin
          .post(`/v1/questions/${NOWHERE}/retraction`)
          .set('If-Match', etag)
          .send({ reason: 'x' }),
      ),
    ).toEqual([404, 'notFound']);
  });
});

describe('status', () => {
  it.each([
    ['upcoming', { opensAt: daysAgo(-1) }],
    ['open', { opensAt: daysAgo(1), closesAt: daysAgo(-1) }],
    ['open', { closesAt: daysAgo(-1) }],
    ['closed', { closesAt: daysAgo(1) }],
    ['closed', { opensAt: daysAgo(2), closesAt: daysAgo(1), resolvesBy: daysAgo(1) }],
  ])('%s by the clock', async (status, window) => {
    const { id } = await record.question(window);
    expect((await record.read<Question>(`/v1/questions/${id}`)).item.status).toBe(status);
  });
});
