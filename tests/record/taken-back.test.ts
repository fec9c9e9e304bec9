/** What was said stays said: a forecast is not taken back once it is known what came. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

it('once the outcome is known, a withdrawal from before needs the scope of those who correct outcomes', async () => {
  const { id } = await record.question();
  const forecast = await record.forecast(id, 0.99);
  const writer = await clientWith(service, 'write', [forecast.forecasterId]);
  await record.resolve(id, { value: false });
  const withdrawal = `/v1/forecasts/${forecast.id}/withdrawal`;
  expect(refusal(await writer.post(withdrawal).send({ withdrawnAt: forecast.madeAt })).slice(0, 2)).toEqual([
    403,
    'missingScope',
  ]);
  const report = await service.admin.get(`/v1/reports/accuracy?forecasterId=${forecast.forecasterId}`);
  expect(JSON.stringify(report.body.totals)).toContain('0.9801');
  // From now on it takes nothing back.
  expect((await writer.post(withdrawal).send({})).status).toBe(201);
});

it('a forecast is either corrected or withdrawn', async () => {
  const { id } = await record.question();
  const correction = async (of: { id: string; forecasterId: string; madeAt: string }) =>
    service.admin
      .post('/v1/forecasts')
      .set('If-Match', await record.etag(`/v1/forecasts/${of.id}`))
      .send({
        questionId: id,
        forecasterId: of.forecasterId,
        madeAt: of.madeAt,
        prediction: { probability: 0.3 },
        basis: 'stated',
        supersedesId: of.id,
        reason: 'A typing error.',
      });
  const withdrawn = await record.forecast(id, 0.5);
  expect((await service.admin.post(`/v1/forecasts/${withdrawn.id}/withdrawal`).send({})).status).toBe(201);
  expect(refusal(await correction(withdrawn)).slice(0, 2)).toEqual([409, 'forecastWithdrawn']);
  const corrected = await record.forecast(id, 0.5);
  const last = await correction(corrected);
  expect(last.status).toBe(201);
  const late = await service.admin.post(`/v1/forecasts/${corrected.id}/withdrawal`).send({});
  expect(refusal(late).slice(0, 2)).toEqual([409, 'notCurrent']);
  expect(late.body.supersededById).toBe(last.body.id);
});
