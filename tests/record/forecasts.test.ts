import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, daysAgo, NOWHERE, Recorder, refusal } from './fixtures.ts';

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
const bodyOf = ({ questionId, forecasterId, madeAt, prediction, basis }: Forecast) => ({
  questionId,
  forecasterId,
  madeAt,
  prediction,
  basis,
});

describe('POST /v1/forecasts', () => {
  it('answers every field, with Location, ETag and receipt', async () => {
    const { id } = await record.question();
    const body = await record.forecastBody(id, 0.6, {
      prediction: { probability: 0.6, lower: 0.3, upper: 0.8 },
      note: 'A note.',
    });
    const answer = await post(body);
    expect(answer.body).toEqual({
      ...body,
      madeAt: '2024-12-26T00:00:00.000Z',
      id: answer.body.id,
      seq: answer.body.seq,
      recordedAt: answer.body.recordedAt,
      recordedBy: answer.body.recordedBy,
      recordSha256: answer.body.recordSha256,
      impliedByMilestones: null,
      statementId: null,
      revision: 1,
      supersedesId: null,
      supersededById: null,
      reason: null,
      withdrawnAt: null,
      capturedAfterOutcome: false,
      ignored: null,
      scores: [],
      retraction: null,
      redaction: null,
    });
    expect(answer.headers['location']).toBe(`/v1/forecasts/${answer.body.id}`);
    expect(answer.body.recordSha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await service.anyone.get(answer.headers['location'] ?? '')).headers['etag']).toBe(
      answer.headers['etag'],
    );
  });

  it.each([0, 1, 5e-324, 0.1 + 0.2, 1 - 2 ** -53, 2 ** -1022, 0.7, 1 / 3])(
    'keeps the double %s',
    async (probability) => {
      const { id } = await record.question();
      const forecast = await record.forecast(id, probability);
      expect(forecast.prediction).toEqual({ probability });
      expect((await service.anyone.get(`/v1/forecasts/${forecast.id}`)).text).toContain(
        `"probability":${JSON.stringify(probability)}`,
      );
      const rows = await service.query<{ probability: number }>(
        'SELECT probability FROM forecasts WHERE id = $1',
        [forecast.id],
      );
      expect(rows[0]?.probability).toBe(probability);
      expect((await service.anyone.get(`/v1/predictions/${forecast.id}`)).body.probability).toBe(probability);
    },
  );

  it.each([
    '-0',
    '-0.0',
    '1e999',
    'NaN',
    '"0.5"',
    'null',
    'true',
    '[0.5]',
    '1.0000000000000002',
    '-1e-300',
    '01',
  ])('refuses %s for a probability', async (text) => {
    const { id } = await record.question();
    const body = JSON.stringify(await record.forecastBody(id, 12345)).replace('12345', text);
    const answer = await service.admin.post('/v1/forecasts').type('json').send(body);
    expect(answer.status).toBe(400);
  });

  it('refuses duplicate keys, NUL and lone surrogates in the body', async () => {
    const { id } = await record.question();
    const body = JSON.stringify(await record.forecastBody(id, 0.5));
    for (const bad of [
      body.replace('{', '{"basis":"stated",'),
      body.replace('}', ',"note":"a\\u0000b"}'),
      `${body.slice(0, -1)},"note":"\\ud800"}`,
    ]) {
      expect((await service.admin.post('/v1/forecasts').type('json').send(bad)).status).toBe(400);
    }
  });

  it.each([
    ['on a question that is not there', { questionId: NOWHERE }, ['/questionId unknown']],
    ['of a forecaster that is not there', { forecasterId: NOWHERE }, ['/forecasterId unknown']],
    ['of a statement that is not there', { statementId: NOWHERE }, ['/statementId unknown']],
    ['made in the future', { madeAt: daysAgo(-1) }, ['/madeAt inTheFuture']],
    ['made on a date', { madeAt: '2025-01-01' }, ['/madeAt invalid']],
    ['with microseconds', { madeAt: '2025-01-01T00:00:00.123456Z' }, ['/madeAt invalid']],
    ['with an unknown basis', { basis: 'guess' }, ['/basis notAllowed']],
    ['verbal without a statement', { basis: 'verbal' }, ['/basis noHedge']],
    ['with a reason but nothing to correct', { reason: 'x' }, ['/reason unexpected']],
    ['that corrects without a reason', { supersedesId: NOWHERE }, ['/reason required']],
    ['with a bound alone', { prediction: { probability: 0.5, lower: 0.4 } }, ['/prediction/upper required']],
    [
      'with bounds that do not hold it',
      { prediction: { probability: 0.5, lower: 0.6, upper: 0.9 } },
      ['/prediction/lower outOfOrder'],
    ],
    ['with an empty prediction', { prediction: {} }, ['/prediction/probability wrongType']],
    ['in the form of another type', { prediction: { point: 7 } }, undefined],
  ])('%s is refused', async (_title, change, issues) => {
    const { id } = await record.question();
    const answer = await post(await record.forecastBody(id, 0.5, change));
    expect(answer.status).toBe(400);
    if (issues !== undefined) expect(refusal(answer).slice(2)).toEqual(issues);
    else for (const { pointer } of answer.body.errors) expect(pointer).toMatch(/^\/prediction/);
  });

  it('a second first revision for question, forecaster and madeAt is refused, naming the first', async () => {
    const { id } = await record.question();
    const first = await record.forecast(id, 0.5);
    const answer = await post({
      ...bodyOf(first),
      prediction: { probability: 0.6 },
      madeAt: '2024-12-26T08:00:00+08:00',
    });
    expect([...refusal(answer), answer.body.forecastId]).toEqual([409, 'duplicateForecast', first.id]);
    expect((await post({ ...bodyOf(first), madeAt: '2024-12-26T00:00:00.001Z' })).status).toBe(201);
  });

  it('of two at the same moment one is a duplicate', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await record.question();
      const body = await record.forecastBody(id, 0.5);
      const answers = await Promise.all([post(body), post(body), post(body)]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
      for (const answer of answers.filter(({ status }) => status === 409))
        expect(answer.body.code).toBe('duplicateForecast');
    }
  });

  it('of a retracted or merged forecaster is refused', async () => {
    const { id } = await record.question();
    const [gone, duplicate, original] = [
      await record.forecaster(),
      await record.forecaster(),
      await record.forecaster(),
    ];
    await record.retract(`/v1/forecasters/${gone.id}`);
    await record.merge(`/v1/forecasters/${duplicate.id}`, original.id);
    expect(refusal(await post(await record.forecastBody(id, 0.5, { forecasterId: gone.id })))).toEqual([
      409,
      'forecasterRetracted',
    ]);
    const merged = await post(await record.forecastBody(id, 0.5, { forecasterId: duplicate.id }));
    expect([...refusal(merged), merged.body.forecasterId]).toEqual([409, 'forecasterMerged', original.id]);
  });

  it('a limited key writes for its forecasters only', async () => {
    const [mine, other] = [await record.forecaster(), await record.forecaster()];
    const limited = await clientWith(service, 'write', [mine.id]);
    const { id } = await record.question();
    const send = async (forecasterId: string) =>
      limited.post('/v1/forecasts').send(await record.forecastBody(id, 0.5, { forecasterId }));
    expect((await send(mine.id)).status).toBe(201);
    expect(refusal(await send(other.id))).toEqual([403, 'otherForecaster']);
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('is never changed by %s', async (method) => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    const answer = await service.admin[method.toLowerCase() as 'put' | 'patch' | 'delete'](
      `/v1/forecasts/${forecast.id}`,
    );
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});
