/** New statements stand under forecasters and sources that stand: alone they would count for nobody, or for another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

it('not under one who was merged, whose limited key would else write in the name of the other', async () => {
  const [duplicate, standing] = [await record.forecaster(), await record.forecaster()];
  const limited = await clientWith(service, 'write', [duplicate.id]);
  await record.merge(`/v1/forecasters/${duplicate.id}`, standing.id);
  const body = await record.statementBody({ forecasterId: duplicate.id });
  for (const client of [limited, service.admin]) {
    const answer = await client.post('/v1/statements').send(body);
    expect(refusal(answer).slice(0, 2)).toEqual([409, 'forecasterMerged']);
    expect(answer.body.forecasterId).toBe(standing.id);
  }
});

it('not under one who was retracted, nor on a source that was', async () => {
  const [forecaster, source] = [await record.forecaster(), await record.source()];
  await record.retract(`/v1/forecasters/${forecaster.id}`);
  await record.retract(`/v1/sources/${source.id}`);
  const post = async (change: object) =>
    refusal(await service.admin.post('/v1/statements').send(await record.statementBody({ ...change })));
  expect((await post({ forecasterId: forecaster.id })).slice(0, 2)).toEqual([409, 'forecasterRetracted']);
  expect((await post({ sourceId: source.id })).slice(0, 2)).toEqual([409, 'sourceRetracted']);
});

describe('an edit of a statement', () => {
  it('moves it to nobody who was merged or retracted, and to no source that was', async () => {
    const [merged, retracted, source] = [
      await record.forecaster(),
      await record.forecaster(),
      await record.source(),
    ];
    const into = await record.forecaster();
    await record.merge(`/v1/forecasters/${merged.id}`, into.id);
    await record.retract(`/v1/forecasters/${retracted.id}`);
    await record.retract(`/v1/sources/${source.id}`);
    const { id } = await record.statement();
    const edit = async (change: object) =>
      refusal(await record.edit(`/v1/statements/${id}`, { ...change })).slice(0, 2);
    expect(await edit({ forecasterId: merged.id })).toEqual([409, 'forecasterMerged']);
    expect(await edit({ forecasterId: retracted.id })).toEqual([409, 'forecasterRetracted']);
    expect(await edit({ sourceId: source.id })).toEqual([409, 'sourceRetracted']);
  });

  it('leaves it where it is, or takes it away from there', async () => {
    const [mistake, right] = [await record.forecaster(), await record.forecaster()];
    const { id } = await record.statement({ forecasterId: mistake.id });
    await record.retract(`/v1/forecasters/${mistake.id}`);
    expect((await record.edit(`/v1/statements/${id}`, { importance: 'minor' })).status).toBe(200);
    expect((await record.edit(`/v1/statements/${id}`, { forecasterId: right.id })).status).toBe(200);
  });

  it('is for who may write for the one that the speaker was merged into, who may move it to that one under forecasts', async () => {
    const [duplicate, standing] = [await record.forecaster(), await record.forecaster()];
    const question = { title: 'Will it rain?', type: 'binary', resolutionCriteria: 'The bureau says so.' };
    const forecast = { prediction: { probability: 0.7 }, basis: 'assigned' };
    const { id } = await record.statement({
      forecasterId: duplicate.id,
      questions: [{ ...question, forecast }],
    });
    const [of, into] = [
      await clientWith(service, 'write', [duplicate.id]),
      await clientWith(service, 'write', [standing.id]),
    ];
    await record.merge(`/v1/forecasters/${duplicate.id}`, standing.id);
    const edit = async (client: typeof of, change: object) =>
      client
        .patch(`/v1/statements/${id}`)
        .set('If-Match', await record.etag(`/v1/statements/${id}`))
        .send(change);
    expect(refusal(await edit(of, { note: 'Mine.' })).slice(0, 2)).toEqual([403, 'otherForecaster']);
    expect((await edit(into, { note: 'Ours.' })).status).toBe(200);
    expect((await edit(into, { forecasterId: standing.id })).status).toBe(200);
  });
});

it('who said it and how surely stay under forecasts that count nowhere while its source is retracted', async () => {
  const question = { title: 'Will it rain?', type: 'binary', resolutionCriteria: 'The bureau says so.' };
  const forecast = { prediction: { probability: 0.7 }, basis: 'assigned' };
  const { id, sourceId } = await record.statement({ questions: [{ ...question, forecast }] });
  await record.retract(`/v1/sources/${sourceId}`);
  const [other, another] = [await record.source(), await record.forecaster()];
  const moved = { sourceId: other.id, forecasterId: another.id };
  expect(refusal(await record.edit(`/v1/statements/${id}`, moved))).toEqual([409, 'impliesForecasts']);
  expect((await record.edit(`/v1/statements/${id}`, { sourceId: other.id })).status).toBe(200);
});

describe('what repeats another', () => {
  it('is told before there are forecasts: they would stand twice', async () => {
    const original = await record.statement();
    const question = { title: 'Will it rain?', type: 'binary', resolutionCriteria: 'The bureau says so.' };
    const forecast = { prediction: { probability: 0.7 }, basis: 'assigned' };
    const { id } = await record.statement({ questions: [{ ...question, forecast }] });
    const relations = [{ type: 'repeats', statementId: original.id }];
    expect(refusal(await record.edit(`/v1/statements/${id}`, { relations }))).toEqual([
      409,
      'impliesForecasts',
    ]);
    const softens = [{ type: 'softens', statementId: original.id }];
    expect((await record.edit(`/v1/statements/${id}`, { relations: softens })).status).toBe(200);
  });

  it('is no circle, over any number of others, also where two edits close it at the same moment', async () => {
    const statements = [await record.statement(), await record.statement(), await record.statement()];
    const [first, second, third] = statements.map(({ id }) => id) as [string, string, string];
    const repeat = async (id: string, statementId: string) =>
      record.edit(`/v1/statements/${id}`, { relations: [{ type: 'repeats', statementId }] });
    expect((await repeat(first, second)).status).toBe(200);
    expect((await repeat(second, third)).status).toBe(200);
    expect(refusal(await repeat(third, first))).toEqual([
      400,
      'invalidStatement',
      '/relations/0/statementId cycle',
    ]);
    // It can be edited otherwise, and sent again as it is.
    expect((await repeat(first, second)).status).toBe(200);
    const [one, other] = [(await record.statement()).id, (await record.statement()).id];
    const answers = await Promise.all([repeat(one, other), repeat(other, one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
});
