import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, testHedge as hedge, questionBody, Recorder, refusal, testLexicon } from './fixtures.ts';

let service: TestService;
let record: Recorder;
let said: { forecasterId: string; sourceId: string };
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  said = { forecasterId: (await record.forecaster()).id, sourceId: (await record.source()).id };
  await service.addLexicon(testLexicon);
});
afterAll(() => service.close());

describe('PATCH /v1/statements/{id}', () => {
  it('changes what is sent, in a new version', async () => {
    const before = await record.statement({ ...said, topics: ['Rain'], hedge });
    const { status, body } = await record.edit(`/v1/statements/${before.id}`, {
      text: 'It may rain.',
      importance: 'minor',
      topics: [],
      hedge: null,
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      version: 2,
      seq: body.seq,
      text: 'It may rain.',
      importance: 'minor',
      topics: [],
      hedge: null,
    });
  });

  it('keeps kind, speaker and hedge interval once a forecast rests on it', async () => {
    const { id } = await record.statement({
      ...said,
      hedge,
      questions: [{ ...questionBody(), forecast: { prediction: { probability: 0.7 }, basis: 'assigned' } }],
    });
    const path = `/v1/statements/${id}`;
    for (const change of [
      { kind: 'opinion' },
      { forecasterId: (await record.forecaster()).id },
      { hedge: null },
    ]) {
      expect(refusal(await record.edit(path, change))).toEqual([409, 'impliesForecasts']);
    }
    expect(
      (await record.edit(path, { text: 'Better.', hedge: { ...hedge, register: 'spoken' } })).status,
    ).toBe(200);
  });

  it('a claim with a verdict stays a claim', async () => {
    const { id } = await record.statement({ ...said, kind: 'claim' });
    await record.verdict(id);
    expect(refusal(await record.edit(`/v1/statements/${id}`, { kind: 'opinion' }))).toEqual([
      409,
      'hasVerdict',
    ]);
  });

  it('a limited key edits statements of its forecasters only, and cannot hand them to another', async () => {
    const other = await record.forecaster();
    const limited = new Recorder(await clientWith(service, 'write', [said.forecasterId]));
    const [mine, theirs] = [
      await record.statement(said),
      await record.statement({ ...said, forecasterId: other.id }),
    ];
    expect((await limited.edit(`/v1/statements/${mine.id}`, { text: 'Mine.' })).status).toBe(200);
    expect(refusal(await limited.edit(`/v1/statements/${mine.id}`, { forecasterId: other.id }))).toEqual([
      403,
      'otherForecaster',
    ]);
    expect(refusal(await limited.edit(`/v1/statements/${theirs.id}`, { text: 'Not mine.' }))).toEqual([
      403,
      'otherForecaster',
    ]);
  });

  it('with relations to itself or twice the same is refused', async () => {
    const [a, b] = [await record.statement(said), await record.statement(said)];
    const relations = [
      { type: 'partOf', statementId: b.id },
      { type: 'partOf', statementId: b.id },
      { type: 'raises', statementId: a.id },
    ];
    expect(refusal(await record.edit(`/v1/statements/${a.id}`, { relations })).slice(2)).toEqual([
      '/relations/1/statementId duplicate',
      '/relations/2/statementId itself',
    ]);
  });
});

describe('retraction of a statement', () => {
  it('takes it and its forecasts out of lists, and refuses new forecasts that it would imply', async () => {
    const { id } = await record.statement({
      ...said,
      questions: [{ ...questionBody(), forecast: { prediction: { probability: 0.7 }, basis: 'assigned' } }],
    });
    const [question] = (await record.read<Statement>(`/v1/statements/${id}`)).item.questions;
    const listed = async (path: string) => ((await service.anyone.get(path)).body.items as unknown[]).length;
    expect(await listed(`/v1/predictions?statementId=${id}`)).toBe(1);
    await record.retract(`/v1/statements/${id}`);
    expect((await record.read<Statement>(`/v1/statements/${id}`)).item.retraction).toMatchObject({
      reason: 'By mistake.',
    });
    expect(await listed(`/v1/statements?sourceId=${said.sourceId}&limit=200&q=nothing`)).toBe(0);
    expect(await listed(`/v1/predictions?statementId=${id}`)).toBe(0);
    const forecast = await record.forecastBody(question?.id ?? '', 0.5, {
      forecasterId: said.forecasterId,
      statementId: id,
    });
    expect(refusal(await service.admin.post('/v1/forecasts').send(forecast))).toEqual([
      409,
      'statementRetracted',
    ]);
  });
});
