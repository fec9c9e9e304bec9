/** After a merge the two are one: what was recorded under the duplicate can be corrected and completed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, type Fields, Recorder, refusal, testHedge, testLexicon } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  await service.addLexicon(testLexicon);
});
afterAll(() => service.close());

interface Recorded {
  readonly id: string;
  readonly questionId: string;
  readonly madeAt: string;
}

async function correct(forecast: Recorded, change: Fields, client: HttpClient = service.admin) {
  const { id, questionId, madeAt } = forecast;
  return client
    .post('/v1/forecasts')
    .set('If-Match', await record.etag(`/v1/forecasts/${id}`))
    .send({
      questionId,
      madeAt,
      prediction: { probability: 0.2 },
      basis: 'stated',
      supersedesId: id,
      reason: 'A typing error.',
      ...change,
    });
}

async function mergedPair() {
  const [duplicate, standing, other] = [
    await record.forecaster(),
    await record.forecaster(),
    await record.forecaster(),
  ];
  const question = await record.question();
  const forecast = await record.forecast(question.id, 0.99, { forecasterId: duplicate.id });
  await record.merge(`/v1/forecasters/${duplicate.id}`, standing.id);
  return { duplicate: duplicate.id, standing: standing.id, other: other.id, question, forecast };
}

it('corrects a forecast under either name: the chain goes on, and only the last counts', async () => {
  const { duplicate, standing, other, question, forecast } = await mergedPair();
  expect(refusal(await correct(forecast, { forecasterId: other }))).toEqual([
    400,
    'otherForecast',
    '/forecasterId changed',
  ]);
  const first = await correct(forecast, { forecasterId: duplicate });
  expect(first.status, JSON.stringify(first.body)).toBe(201);
  const second = await correct(first.body, { forecasterId: standing, prediction: { probability: 0.3 } });
  expect(second.body).toMatchObject({ forecasterId: duplicate, revision: 3, supersedesId: first.body.id });
  await record.resolve(question.id, { value: false });
  const { items } = (await service.anyone.get(`/v1/scores?questionId=${question.id}&rule=brier`)).body;
  expect(items.map((score: { value: number }) => score.value.toFixed(4))).toEqual(['0.0900']);
});

it('that is for whoever may write for the one that stands', async () => {
  const { duplicate, standing, forecast } = await mergedPair();
  const [of, into] = [
    await clientWith(service, 'resolve', [duplicate]),
    await clientWith(service, 'resolve', [standing]),
  ];
  expect(refusal(await correct(forecast, { forecasterId: duplicate }, of))).toEqual([403, 'otherForecaster']);
  expect((await correct(forecast, { forecasterId: duplicate }, into)).status).toBe(201);
  const last = await record.forecast((await record.question()).id, 0.5, { forecasterId: standing });
  expect(refusal(await of.post(`/v1/forecasts/${last.id}/withdrawal`).send({}))).toEqual([
    403,
    'otherForecaster',
  ]);
});

it('so is an edit of the duplicate, whose names are those of the other', async () => {
  const { duplicate, standing } = await mergedPair();
  const path = `/v1/forecasters/${duplicate}`;
  const edit = async (client: HttpClient) =>
    client
      .patch(path)
      .set('If-Match', await record.etag(path))
      .send({ affiliation: 'Elsewhere' });
  expect(refusal(await edit(await clientWith(service, 'write', [duplicate])))).toEqual([
    403,
    'otherForecaster',
  ]);
  expect((await edit(await clientWith(service, 'write', [standing]))).status).toBe(200);
});

it('records what a statement of the duplicate implies under the one that stands', async () => {
  const [duplicate, standing, other] = [
    await record.forecaster(),
    await record.forecaster(),
    await record.forecaster(),
  ];
  const statement = await record.statement({ forecasterId: duplicate.id });
  const question = await record.question({ statementId: statement.id });
  await record.merge(`/v1/forecasters/${duplicate.id}`, standing.id);
  const body = async (forecasterId: string) =>
    record.forecastBody(question.id, 0.7, { forecasterId, statementId: statement.id, basis: 'assigned' });
  const send = async (forecasterId: string) =>
    service.admin.post('/v1/forecasts').send(await body(forecasterId));
  expect(refusal(await send(duplicate.id))).toEqual([409, 'forecasterMerged']);
  expect(refusal(await send(other.id))[2]).toBe('/forecasterId otherForecaster');
  const batch = await service.admin
    .post('/v1/forecasts/batch?dryRun=true')
    .send({ forecasts: [await body(standing.id)] });
  expect(batch.body.refused, JSON.stringify(batch.body)).toBe(0);
  expect((await send(standing.id)).status).toBe(201);
});

it('no longer corrects where the one that stands was retracted', async () => {
  const { duplicate, standing, forecast } = await mergedPair();
  await record.retract(`/v1/forecasters/${standing}`);
  expect(refusal(await correct(forecast, { forecasterId: duplicate }))).toEqual([409, 'forecasterRetracted']);
});

it('nor edits the duplicate', async () => {
  const { duplicate, standing } = await mergedPair();
  const path = `/v1/forecasters/${duplicate}`;
  expect((await record.edit(path, { affiliation: 'Elsewhere' })).status).toBe(200);
  await record.retract(`/v1/forecasters/${standing}`);
  expect(refusal(await record.edit(path, { affiliation: 'Here' }))).toEqual([409, 'forecasterRetracted']);
});

it('a correction keeps the statement and the note that it leaves out, and lets go of those that it names as none', async () => {
  const statement = await record.statement({ hedge: testHedge });
  const question = await record.question({ statementId: statement.id });
  const forecast = await record.forecast(question.id, 0.7, {
    forecasterId: statement.forecasterId,
    statementId: statement.id,
    note: 'Page 4.',
    prediction: { probability: 0.7, lower: testHedge.lower, upper: testHedge.upper },
    basis: 'verbal',
  });
  const { forecasterId } = statement;
  const kept = await correct(forecast, {
    forecasterId,
    prediction: { probability: 0.75, lower: testHedge.lower, upper: testHedge.upper },
    basis: 'verbal',
  });
  expect(kept.body).toMatchObject({ statementId: statement.id, note: 'Page 4.', basis: 'verbal' });
  const bare = await correct(kept.body, { forecasterId, statementId: null, note: null });
  expect(bare.body).toMatchObject({ statementId: null, note: null, revision: 3 });
});

it('a correction brings no placeholder where the note was redacted', async () => {
  const question = await record.question();
  const forecast = await record.forecast(question.id, 0.7, { note: 'A name.' });
  const redaction = { fields: ['note'], reason: 'Order 7.' };
  expect((await service.admin.post(`/v1/forecasts/${forecast.id}/redaction`).send(redaction)).status).toBe(
    201,
  );
  const { forecasterId } = forecast;
  expect((await correct(forecast, { forecasterId })).body).toMatchObject({ note: null, redaction: null });
});
