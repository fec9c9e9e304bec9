/** What was entered by mistake is not worked on, and nothing new is put on it: it would count for nobody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { evidence, type Fields, outcomeBody, questionBody, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const post = (path: string, body: Fields) => service.admin.post(path).send(body);
const codeOf = (answer: Parameters<typeof refusal>[0]) => refusal(answer).slice(0, 2);

async function retracted(path: string): Promise<string> {
  await record.retract(path);
  return path;
}

describe('what is retracted', () => {
  it.each<[string, () => Promise<string>, Fields]>([
    ['source', async () => `/v1/sources/${(await record.source()).id}`, { publisher: 'Another' }],
    ['forecaster', async () => `/v1/forecasters/${(await record.forecaster()).id}`, { affiliation: 'None' }],
    ['statement', async () => `/v1/statements/${(await record.statement()).id}`, { importance: 'minor' }],
    ['question', async () => `/v1/questions/${(await record.question()).id}`, { description: 'More.' }],
  ])('is not edited: a %s', async (type, make, change) => {
    const path = await retracted(await make());
    expect(refusal(await record.edit(path, change))).toEqual([409, `${type}Retracted`]);
  });

  it('is not withdrawn: a forecast, nor one on a question', async () => {
    const question = await record.question();
    const [own, on] = [await record.forecast(question.id, 0.4), await record.forecast(question.id, 0.6)];
    await record.retract(`/v1/forecasts/${own.id}`);
    const withdraw = (id: string) => post(`/v1/forecasts/${id}/withdrawal`, { reason: 'A change of mind.' });
    expect(refusal(await withdraw(own.id))).toEqual([409, 'forecastRetracted']);
    await record.retract(`/v1/questions/${question.id}`);
    expect(refusal(await withdraw(on.id))).toEqual([409, 'questionRetracted']);
  });

  it('carries no verdict: a claim whose source is', async () => {
    const { id, sourceId } = await record.statement({ kind: 'claim' });
    await record.retract(`/v1/sources/${sourceId}`);
    const answer = await post(`/v1/statements/${id}/verdicts`, { rating: 'accurate', evidence });
    expect(refusal(answer)).toEqual([409, 'sourceRetracted']);
  });

  it('gets no outcome, neither recorded nor shown beforehand nor corrected', async () => {
    const { id } = await record.question();
    const path = await retracted(`/v1/questions/${id}`);
    for (const route of ['resolutions', 'resolutions/preview'])
      expect(refusal(await post(`${path}/${route}`, outcomeBody()))).toEqual([409, 'questionRetracted']);
    const resolved = await record.question();
    const { id: supersedesId } = await record.resolve(resolved.id);
    const other = await retracted(`/v1/questions/${resolved.id}`);
    const answer = await service.admin
      .post(`${other}/resolutions`)
      .set('If-Match', await record.etag(other))
      .send(outcomeBody({ value: false }, { supersedesId, reason: 'It was wrong.' }));
    expect(refusal(answer)).toEqual([409, 'questionRetracted']);
  });

  it('and resolved at the same moment is one of the two: the other sees it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { id } = await record.question();
      const path = `/v1/questions/${id}`;
      const etag = await record.etag(path);
      const answers = await Promise.all([
        service.admin.post(`${path}/retraction`).set('If-Match', etag).send({ reason: 'By mistake.' }),
        post(`${path}/resolutions`, outcomeBody()),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect([
        [201, 409],
        [412, 201],
      ]).toContainEqual(statuses);
    }
  });

  it('gets no verdict', async () => {
    const { id } = await record.statement({ kind: 'claim' });
    const path = await retracted(`/v1/statements/${id}`);
    expect(refusal(await post(`${path}/verdicts`, { rating: 'accurate', evidence }))).toEqual([
      409,
      'statementRetracted',
    ]);
  });

  it('is no condition of a new question, and voids none as one that was there', async () => {
    const cause = await record.question();
    const condition = { questionId: cause.id, outcome: { value: true } };
    const dependant = await record.question({ condition });
    const path = await retracted(`/v1/questions/${cause.id}`);
    const answer = await post('/v1/questions', questionBody({ condition }));
    expect([...refusal(answer), answer.body.conditionQuestionId]).toEqual([
      409,
      'questionRetracted',
      cause.id,
    ]);
    const other = await record.question();
    expect(codeOf(await record.edit(`/v1/questions/${other.id}`, { condition }))).toEqual([
      409,
      'questionRetracted',
    ]);
    expect(codeOf(await post(`${path}/resolutions`, outcomeBody({ value: false })))[0]).toBe(409);
    const { item } = await record.read<Question>(`/v1/questions/${dependant.id}`);
    expect(item.status).toBe('open');
    // It can still be edited, and ended by hand.
    expect((await record.edit(`/v1/questions/${dependant.id}`, { description: 'More.' })).status).toBe(200);
    await record.resolve(dependant.id, { void: 'annulled' }, { knownAt: null, evidence: [] });
  });

  it.each<[string, (statement: { id: string; sourceId: string; forecasterId: string }) => string]>([
    ['statement', ({ id }) => `/v1/statements/${id}`],
    ['source', ({ sourceId }) => `/v1/sources/${sourceId}`],
    ['forecaster', ({ forecasterId }) => `/v1/forecasters/${forecasterId}`],
  ])('carries no new question and no forecast, also as the %s of a statement', async (type, pathOf) => {
    const statement = await record.statement();
    const question = await record.question({ statementId: statement.id });
    const alone = await record.question();
    await retracted(pathOf(statement));
    const refused = [409, `${type}Retracted`];
    const origin = { statementId: statement.id };
    expect(codeOf(await post('/v1/questions', questionBody(origin)))).toEqual(refused);
    const batch = await post('/v1/questions/batch?mode=partial', { questions: [questionBody(origin)] });
    expect(batch.body.items[0].problem.code).toBe(refused[1]);
    expect(codeOf(await record.edit(`/v1/questions/${alone.id}`, origin))).toEqual(refused);
    expect((await record.edit(`/v1/questions/${question.id}`, { description: 'More.' })).status).toBe(200);
    const body = await record.forecastBody(question.id, 0.5);
    expect(codeOf(await post('/v1/forecasts', body))).toEqual(refused);
    const forecasts = await post('/v1/forecasts/batch?mode=partial', { forecasts: [body] });
    expect(forecasts.body.items[0].problem.code).toBe(refused[1]);
  });

  it('takes no duplicate, and is none', async () => {
    const [mistake, standing] = [await record.forecaster(), await record.forecaster()];
    await retracted(`/v1/forecasters/${mistake.id}`);
    const merge = async (from: string, intoId: string) =>
      service.admin
        .post(`/v1/forecasters/${from}/merge`)
        .set('If-Match', await record.etag(`/v1/forecasters/${from}`))
        .send({ intoId, reason: 'The same.' });
    for (const answer of [await merge(standing.id, mistake.id), await merge(mistake.id, standing.id)])
      expect(refusal(answer)).toEqual([409, 'forecasterRetracted']);
  });
});
