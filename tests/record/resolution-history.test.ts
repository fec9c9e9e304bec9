import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, NOWHERE, outcomeBody, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const post = (questionId: string, body: object, etag?: string) => {
  const request = service.admin.post(`/v1/questions/${questionId}/resolutions`);
  return (etag === undefined ? request : request.set('If-Match', etag)).send(body);
};
const readQuestion = (id: string) => record.read<Question>(`/v1/questions/${id}`);
const readForecast = async (id: string) => (await record.read<Forecast>(`/v1/forecasts/${id}`)).item;

describe('a second resolution', () => {
  it('without supersedesId is refused, naming the one that stands', async () => {
    const { id } = await record.question();
    const first = await record.resolve(id);
    const answer = await post(id, outcomeBody({ value: false }));
    expect(refusal(answer)).toEqual([409, 'alreadyResolved']);
    expect(answer.body.currentResolutionId).toBe(first.id);
  });

  it('needs If-Match, the ETag that stands, and a reason', async () => {
    const { id } = await record.question();
    const before = await record.etag(`/v1/questions/${id}`);
    const first = await record.resolve(id);
    const now = await record.etag(`/v1/questions/${id}`);
    const body = outcomeBody(
      { value: false },
      { supersedesId: first.id, reason: 'The bureau corrected itself.' },
    );
    expect(refusal(await post(id, body))).toEqual([428, 'preconditionRequired']);
    expect(refusal(await post(id, body, before))).toEqual([412, 'preconditionFailed']);
    expect(refusal(await post(id, body, '*'))).toEqual([400, 'invalidIfMatch', 'If-Match invalidIfMatch']);
    expect(refusal(await post(id, { ...body, reason: null }, now))).toEqual([
      400,
      'invalidResolution',
      '/reason required',
    ]);
    expect((await post(id, body, now)).status).toBe(201);
  });

  it('that names another resolution, or one where there is none, is refused', async () => {
    const { id } = await record.question();
    const correction = outcomeBody({ value: false }, { supersedesId: NOWHERE, reason: 'Why.' });
    expect(refusal(await post(id, correction, await record.etag(`/v1/questions/${id}`)))).toEqual([
      409,
      'nothingToSupersede',
    ]);
    await record.resolve(id);
    const answer = await post(id, correction, await record.etag(`/v1/questions/${id}`));
    expect(refusal(answer)).toEqual([409, 'notCurrent']);
  });

  it('leaves the first readable: the history holds both, one of them current', async () => {
    const { id } = await record.question();
    const first = await record.resolve(id);
    const second = await record.correct(id, { value: false });
    expect(second).toMatchObject({
      revision: 2,
      supersedesId: first.id,
      reason: 'It was wrong.',
      current: true,
    });
    expect(await record.history(id)).toEqual([{ ...first, current: false }, second]);
  });
});

describe('reopening', () => {
  it('brings the question back to its clock, with the old scores out of sight and in the database', async () => {
    const { id } = await record.question({ closesAt: daysAgo(-5) });
    const forecast = await record.forecast(id, 0.75);
    const first = await record.resolve(id);
    expect((await readForecast(forecast.id)).scores).toMatchObject([
      { rule: 'brier', value: 0.0625 },
      { rule: 'log_score' },
    ]);
    const reopened = await record.correct(id, { reopened: true });
    expect(reopened).toMatchObject({ outcome: { reopened: true }, knownAt: null, evidence: [] });
    expect((await readQuestion(id)).item.status).toBe('open');
    expect(await readForecast(forecast.id)).toMatchObject({
      scores: [],
      capturedAfterOutcome: false,
      ignored: null,
    });
    const kept = await service.query('SELECT 1 FROM scores WHERE resolution_id = $1', [first.id]);
    expect(kept).toHaveLength(2);
  });

  it('is not possible before a resolution, nor twice', async () => {
    const { id } = await record.question();
    expect(refusal(await post(id, { outcome: { reopened: true } }))).toEqual([409, 'notResolved']);
    await record.resolve(id);
    const reopened = await record.correct(id, { reopened: true });
    const again = { outcome: { reopened: true }, supersedesId: reopened.id, reason: 'Again.' };
    expect(refusal(await post(id, again, await record.etag(`/v1/questions/${id}`)))).toEqual([
      409,
      'alreadyReopened',
    ]);
  });

  it('is followed by an outcome that names it', async () => {
    const { id } = await record.question();
    await record.resolve(id);
    await record.correct(id, { reopened: true });
    expect(refusal(await post(id, outcomeBody()))).toEqual([409, 'alreadyResolved']);
    const third = await record.correct(id, { value: false });
    expect(third).toMatchObject({ revision: 3, outcome: { value: false } });
    expect((await readQuestion(id)).item.status).toBe('resolved');
  });
});

describe('two resolutions at the same moment', () => {
  it('give one 201 and one 409, ten times in a row', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await record.question();
      const forecast = await record.forecast(id, 0.5);
      const answers = await Promise.all([
        post(id, outcomeBody({ value: true })),
        post(id, outcomeBody({ value: false })),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
      expect(await record.history(id)).toHaveLength(1);
      expect(await service.query('SELECT 1 FROM scores WHERE forecast_id = $1', [forecast.id])).toHaveLength(
        2,
      );
    }
  });

  it('correcting the same one give one 201 and one refusal', async () => {
    const { id } = await record.question();
    const first = await record.resolve(id);
    const etag = await record.etag(`/v1/questions/${id}`);
    const body = outcomeBody({ value: false }, { supersedesId: first.id, reason: 'Corrected.' });
    const answers = await Promise.all([post(id, body, etag), post(id, body, etag)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 412]);
  });
});
