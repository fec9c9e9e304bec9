/** New statements stand under forecasters and sources that stand: alone they would count for nobody, or for another. */
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
