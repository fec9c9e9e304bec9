/** An id may be sent in capitals: it is the same one, and is kept as the record writes it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { questionBody, Recorder } from './fixtures.ts';

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

it('in everything that names something else, and reports, exports and the chain go on', async () => {
  const statement = await recorder.statement({ kind: 'forecast' });
  const cause = await recorder.question();
  const question = (
    await service.admin.post('/v1/questions').send(
      questionBody({
        statementId: statement.id.toUpperCase(),
        condition: { questionId: cause.id.toUpperCase(), outcome: { value: true } },
      }),
    )
  ).body;
  expect([question.statementId, question.condition.questionId]).toEqual([statement.id, cause.id]);
  const row = {
    questionId: question.id.toUpperCase(),
    forecasterId: statement.forecasterId.toUpperCase(),
    statementId: statement.id.toUpperCase(),
    madeAt: '2024-12-26T00:00:00Z',
    prediction: { probability: 0.6 },
    basis: 'stated',
  };
  const batch = await service.admin.post('/v1/forecasts/batch').send({ forecasts: [row] });
  expect(batch.status, batch.text).toBe(201);
  const again = await service.admin.post('/v1/forecasts').send({ ...row, questionId: question.id });
  expect([again.status, again.body.code]).toEqual([409, 'duplicateForecast']);
  const related = await recorder.statement({
    relations: [{ type: 'repeats', statementId: statement.id.toUpperCase() }],
    sourceId: statement.sourceId.toUpperCase(),
  });
  expect(related.relations).toEqual([{ type: 'repeats', statementId: statement.id }]);
  await recorder.resolve(cause.id.toUpperCase());
  await recorder.resolve(question.id.toUpperCase());
  for (const path of [
    `/v1/forecasts?questionId=${question.id.toUpperCase()}`,
    `/v1/statements/${statement.id.toUpperCase()}`,
    '/v1/reports/accuracy?groupBy=forecaster',
    `/v1/reports/accuracy?baseline=${statement.forecasterId.toUpperCase()}`,
    '/v1/reports/calibration',
    '/v1/reports/leaderboard',
    '/v1/exports/forecasts?format=csv',
  ])
    expect([path, (await service.anyone.get(path)).status]).toEqual([path, 200]);
  expect((await service.anyone.get('/v1/audit/verification')).body.ok).toBe(true);
});
