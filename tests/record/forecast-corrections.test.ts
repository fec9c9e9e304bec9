import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, daysAgo, NOWHERE, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const post = (body: object, etag?: string) => {
  const request = service.admin.post('/v1/forecasts');
  return (etag === undefined ? request : request.set('If-Match', etag)).send(body);
};
const read = async (id: string) => (await record.read<Forecast>(`/v1/forecasts/${id}`)).item;
const bodyOf = ({ questionId, forecasterId, madeAt, prediction, basis }: Forecast) => ({
  questionId,
  forecasterId,
  madeAt,
  prediction,
  basis,
});

describe('a correction', () => {
  const setUp = async () => {
    const { id } = await record.question();
    const first = await record.forecast(id, 0.7);
    return {
      first,
      etag: await record.etag(`/v1/forecasts/${first.id}`),
      body: {
        ...bodyOf(first),
        prediction: { probability: 0.2 },
        supersedesId: first.id,
        reason: 'A typing error.',
      },
    };
  };

  it('is the next revision, the first stays readable and counts no more', async () => {
    const { first, body, etag } = await setUp();
    const answer = await post(body, etag);
    expect(answer.body).toMatchObject({
      revision: 2,
      supersedesId: first.id,
      reason: 'A typing error.',
      prediction: { probability: 0.2 },
      ignored: null,
    });
    expect(await read(first.id)).toMatchObject({
      ...first,
      supersededById: answer.body.id,
      ignored: { reason: 'superseded' },
    });
    await record.resolve(first.questionId, { value: false });
    expect((await read(first.id)).scores).toEqual([]);
    expect((await read(answer.body.id)).scores[0]?.value).toBe(0.2 ** 2);
  });

  it('after the resolution is scored at once, and the scores of the first go', async () => {
    const { first, body } = await setUp();
    await record.resolve(first.questionId, { value: false });
    const answer = await post(body, await record.etag(`/v1/forecasts/${first.id}`));
    expect(answer.body.scores[0]).toMatchObject({ rule: 'brier', value: 0.2 ** 2 });
    expect((await read(first.id)).scores).toEqual([]);
    const listed = (await service.anyone.get(`/v1/scores?questionId=${first.questionId}&rule=brier`)).body
      .items;
    expect(listed.map((row: { forecastId: string }) => row.forecastId)).toEqual([answer.body.id]);
  });

  it('needs scope resolve, If-Match and the ETag that stands', async () => {
    const { body, etag } = await setUp();
    const writer = await clientWith(service, 'write');
    expect(refusal(await writer.post('/v1/forecasts').set('If-Match', etag).send(body))).toEqual([
      403,
      'missingScope',
    ]);
    expect(refusal(await post(body))).toEqual([428, 'preconditionRequired']);
    expect(refusal(await post(body, '"stale"'))).toEqual([412, 'preconditionFailed']);
  });

  it('of what is not there is 404; of what is corrected already, 409', async () => {
    const { first, body, etag } = await setUp();
    expect(refusal(await post({ ...body, supersedesId: NOWHERE }, etag))).toEqual([404, 'notFound']);
    const second = await post(body, etag);
    const again = await post(body, await record.etag(`/v1/forecasts/${first.id}`));
    expect([...refusal(again), again.body.supersededById]).toEqual([409, 'notCurrent', second.body.id]);
    const third = await post({ ...body, supersedesId: second.body.id }, second.headers['etag']);
    expect(third.body.revision).toBe(3);
  });

  it('keeps question, forecaster and madeAt', async () => {
    const { body, etag } = await setUp();
    const [question, forecaster] = [await record.question(), await record.forecaster()];
    const answer = await post(
      { ...body, questionId: question.id, forecasterId: forecaster.id, madeAt: daysAgo(3) },
      etag,
    );
    expect(refusal(answer)).toEqual([
      400,
      'otherForecast',
      '/questionId changed',
      '/forecasterId changed',
      '/madeAt changed',
    ]);
  });

  it('of two at the same moment one wins', async () => {
    const { body, etag } = await setUp();
    const answers = await Promise.all([
      post(body, etag),
      post({ ...body, prediction: { probability: 0.3 } }, etag),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 412]);
  });

  it('of a retracted forecast is how one made at the same time enters again', async () => {
    const { first, body } = await setUp();
    await record.retract(`/v1/forecasts/${first.id}`);
    expect(refusal(await post({ ...body, supersedesId: null, reason: null }))).toEqual([
      409,
      'duplicateForecast',
    ]);
    const answer = await post(body, await record.etag(`/v1/forecasts/${first.id}`));
    expect(answer.body).toMatchObject({ revision: 2, retraction: null, ignored: null });
    expect((await read(first.id)).ignored).toEqual({ reason: 'retracted' });
  });
});

describe('withdrawals', () => {
  const withdraw = (id: string, body: object) =>
    service.admin.post(`/v1/forecasts/${id}/withdrawal`).send(body);

  it('stand from the time given, or from now, once', async () => {
    const { id } = await record.question();
    const [given, now] = [await record.forecast(id, 0.5), await record.forecast(id, 0.6)];
    const answer = await withdraw(given.id, {
      withdrawnAt: '2025-02-01T00:00:00+01:00',
      reason: unique('Changed my mind'),
    });
    expect([answer.status, answer.body.withdrawnAt]).toEqual([201, '2025-01-31T23:00:00.000Z']);
    expect(Math.abs(Date.parse((await withdraw(now.id, {})).body.withdrawnAt) - Date.now())).toBeLessThan(
      60_000,
    );
    expect(refusal(await withdraw(given.id, {}))).toEqual([409, 'alreadyWithdrawn']);
  });

  it('leave the forecast scored: it was made, and stood until then', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    await withdraw(forecast.id, {});
    await record.resolve(id);
    expect((await record.read<Forecast>(`/v1/forecasts/${forecast.id}`)).item.scores).toHaveLength(2);
  });

  it('before it was made, in the future, or of nothing are refused', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    for (const withdrawnAt of ['2020-01-01T00:00:00Z', daysAgo(-1)]) {
      expect(refusal(await withdraw(forecast.id, { withdrawnAt }))).toEqual([
        400,
        'invalidWithdrawal',
        '/withdrawnAt outOfRange',
      ]);
    }
    expect(refusal(await withdraw(NOWHERE, {}))).toEqual([404, 'notFound']);
  });

  it('by a limited key are of its forecasters only', async () => {
    const { id } = await record.question();
    const [mine, other] = [await record.forecast(id, 0.5), await record.forecast(id, 0.5)];
    const limited = await clientWith(service, 'write', [mine.forecasterId]);
    expect((await limited.post(`/v1/forecasts/${mine.id}/withdrawal`).send({})).status).toBe(201);
    expect(refusal(await limited.post(`/v1/forecasts/${other.id}/withdrawal`).send({}))).toEqual([
      403,
      'otherForecaster',
    ]);
  });

  it('of two at the same moment one is recorded', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    const answers = await Promise.all([withdraw(forecast.id, {}), withdraw(forecast.id, {})]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });
});
