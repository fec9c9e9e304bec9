/** `include=counts`: how much hangs on each thing of a list, beside the thing and not in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { type Fields, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

/** Counts of one item of a list. */
async function countsOf(noun: string, id: string): Promise<unknown> {
  const answer = await service.anyone.get(`/v1/${noun}?include=counts&limit=200`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body.items as { id: string; counts?: unknown }[]).find((item) => item.id === id)?.counts;
}

async function nameId(noun: 'topics' | 'entities', name: string): Promise<string> {
  const { body } = await service.anyone.get(`/v1/${noun}?q=${name}`);
  return (body.items as { id: string; name: string }[]).find((item) => item.name === name)?.id as string;
}

describe('counts', () => {
  it('tell what stands: retracted things and superseded forecasts are not among it', async () => {
    const [topic, entity] = [unique('topic'), unique('entity')];
    const names: Fields = { topics: [topic], entities: [entity] };
    const statement = await recorder.statement(names);
    const { forecasterId, sourceId } = statement;
    const gone = await recorder.statement({ ...names, forecasterId, sourceId });
    const question = await recorder.question({ ...names, statementId: statement.id });
    const other = await recorder.question({ statementId: statement.id });
    const first = await recorder.forecast(question.id, 0.3, { forecasterId, statementId: statement.id });
    await recorder.client
      .post('/v1/forecasts')
      .set('If-Match', await recorder.etag(`/v1/forecasts/${first.id}`))
      .send(
        await recorder.forecastBody(question.id, 0.4, {
          forecasterId,
          statementId: statement.id,
          supersedesId: first.id,
          reason: 'Misread.',
        }),
      )
      .expect(201);
    await recorder.forecast(question.id, 0.9);
    await recorder.forecast(other.id, 0.9, { forecasterId });
    await recorder.retract(`/v1/statements/${gone.id}`);
    await recorder.retract(`/v1/questions/${other.id}`);

    expect(await countsOf('statements', statement.id)).toEqual({ questions: 1, forecasts: 2 });
    expect(await countsOf('questions', question.id)).toEqual({ forecasts: 2, forecasters: 2 });
    expect(await countsOf('forecasters', forecasterId)).toEqual({ statements: 1, forecasts: 1 });
    expect(await countsOf('sources', sourceId)).toEqual({ statements: 1, questions: 1, forecasts: 2 });
    expect(await countsOf('topics', await nameId('topics', topic))).toEqual({ statements: 1, questions: 1 });
    expect(await countsOf('entities', await nameId('entities', entity))).toEqual({
      statements: 1,
      questions: 1,
    });
  });

  it('of a duplicate count for what it became', async () => {
    const [kept, duplicate] = [await recorder.forecaster(), await recorder.forecaster()];
    const { id } = await recorder.question();
    await recorder.forecast(id, 0.2, { forecasterId: duplicate.id });
    await recorder.merge(`/v1/forecasters/${duplicate.id}`, kept.id);
    expect(await countsOf('forecasters', kept.id)).toEqual({ statements: 0, forecasts: 1 });
  });

  it('are left out unless they are asked for, and stand on every item where they are', async () => {
    const { body: without } = await service.anyone.get('/v1/questions?limit=2');
    expect((without.items as object[]).some((item) => 'counts' in item)).toBe(false);
    const { body } = await service.anyone.get('/v1/questions?include=counts&include=total&limit=2');
    expect((body.items as object[]).every((item) => 'counts' in item)).toBe(true);
    expect(body.total).toBeGreaterThan(0);
  });

  it('change without a change of the ETag of the thing', async () => {
    const { id } = await recorder.question();
    const before = await recorder.etag(`/v1/questions/${id}`);
    await recorder.forecast(id, 0.5);
    expect(await recorder.etag(`/v1/questions/${id}`)).toBe(before);
  });

  it('are refused where a list has none', async () => {
    expect(refusal(await service.anyone.get('/v1/lexicons?include=counts'))).toEqual([
      400,
      'invalidRequest',
      'include notAllowed',
    ]);
  });
});
