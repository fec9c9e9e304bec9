import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecaster } from '../../src/domain/forecasters/forecaster.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, forecasterBody, idsOf, NOWHERE, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const listed = async (target: string) => idsOf(await service.anyone.get(target));

describe('forecasters', () => {
  it('are recorded and edited in versions', async () => {
    const body = forecasterBody({
      aliases: ['A', 'B'],
      affiliation: 'SemiAnalysis',
      url: 'https://example.org/',
    });
    const made = (await service.admin.post('/v1/forecasters').send(body)).body;
    expect(made).toEqual({
      ...body,
      id: made.id,
      version: 1,
      seq: made.seq,
      createdAt: made.createdAt,
      mergedIntoId: null,
      retraction: null,
      redaction: null,
    });
    const edited = await record.edit(`/v1/forecasters/${made.id}`, { aliases: [] });
    expect(edited.body).toEqual({ ...made, aliases: [], version: 2, seq: edited.body.seq });
  });

  it.each([
    ['of an unknown kind', { kind: 'pundit' }, '/kind'],
    ['with aliases that are no list', { aliases: 'A' }, '/aliases'],
    ['with an empty alias', { aliases: [''] }, '/aliases/0'],
    ['with a number for a name', { name: 7 }, '/name'],
  ])('%s are refused', async (_title, change, pointer) => {
    const answer = await service.admin.post('/v1/forecasters').send(forecasterBody(change));
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('a limited key edits its own and makes none', async () => {
    const [mine, other] = [await record.forecaster(), await record.forecaster()];
    const limited = await clientWith(service, 'resolve', [mine.id]);
    const editor = new Recorder(limited);
    expect((await editor.edit(`/v1/forecasters/${mine.id}`, { affiliation: 'Mine' })).status).toBe(200);
    expect(refusal(await editor.edit(`/v1/forecasters/${other.id}`, { affiliation: 'Mine' }))).toEqual([
      403,
      'otherForecaster',
    ]);
    expect(refusal(await limited.post('/v1/forecasters').send(forecasterBody()))).toEqual([
      403,
      'limitedKey',
    ]);
    const etag = await record.etag(`/v1/forecasters/${mine.id}`);
    expect(
      refusal(
        await limited
          .post(`/v1/forecasters/${mine.id}/retraction`)
          .set('If-Match', etag)
          .send({ reason: 'x' }),
      ),
    ).toEqual([403, 'limitedKey']);
    expect(
      refusal(
        await limited
          .post(`/v1/forecasters/${mine.id}/merge`)
          .set('If-Match', etag)
          .send({ reason: 'x', intoId: other.id }),
      ),
    ).toEqual([403, 'limitedKey']);
  });

  it('that are retracted leave the lists, and so do their rows of the flat view', async () => {
    const forecaster = await record.forecaster();
    const { id } = await record.question();
    await record.forecast(id, 0.5, { forecasterId: forecaster.id });
    await record.retract(`/v1/forecasters/${forecaster.id}`);
    expect(await listed(`/v1/forecasters?q=${forecaster.name}`)).toEqual([]);
    expect(await listed(`/v1/predictions?questionId=${id}`)).toEqual([]);
  });
});

describe('a merged forecaster', () => {
  it('counts as the other in filters, embedded summaries and the flat view', async () => {
    const [alias, other] = [
      await record.forecaster({ name: unique('Alias') }),
      await record.forecaster({ name: unique('Other') }),
    ];
    const statement = await record.statement({ forecasterId: alias.id });
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5, { forecasterId: alias.id });
    await record.merge(`/v1/forecasters/${alias.id}`, other.id);

    expect((await record.read<Forecaster>(`/v1/forecasters/${alias.id}`)).item.mergedIntoId).toBe(other.id);
    for (const filter of [
      `forecasterId=${other.id}`,
      `forecasterId=${alias.id}`,
      `forecaster=${other.name}`,
      `forecaster=${alias.name}`,
    ]) {
      const both = [
        await listed(`/v1/statements?${filter}`),
        await listed(`/v1/forecasts?${filter}`),
        await listed(`/v1/questions?${filter}`),
      ];
      expect(both, filter).toEqual([[statement.id], [forecast.id], [id]]);
    }
    const { item } = await record.read<Statement>(`/v1/statements/${statement.id}`);
    expect([item.forecasterId, item.forecaster.id, item.forecaster.name]).toEqual([
      alias.id,
      other.id,
      other.name,
    ]);
    const row = (await service.anyone.get(`/v1/predictions/${forecast.id}`)).body;
    expect([row.forecasterId, row.forecaster]).toEqual([other.id, other.name]);
  });

  it('and the one it became may merge again: all lead to the last', async () => {
    const [a, b, c] = [await record.forecaster(), await record.forecaster(), await record.forecaster()];
    await record.merge(`/v1/forecasters/${a.id}`, b.id);
    await record.merge(`/v1/forecasters/${b.id}`, c.id);
    expect((await record.read<Forecaster>(`/v1/forecasters/${a.id}`)).item.mergedIntoId).toBe(c.id);
  });

  it('is not merged twice, into itself, into an alias, or into nothing', async () => {
    const [a, b, c] = [await record.forecaster(), await record.forecaster(), await record.forecaster()];
    await record.merge(`/v1/forecasters/${a.id}`, b.id);
    const merge = async (id: string, intoId: string) =>
      service.admin
        .post(`/v1/forecasters/${id}/merge`)
        .set('If-Match', await record.etag(`/v1/forecasters/${id}`))
        .send({ intoId, reason: 'x' });
    expect(refusal(await merge(a.id, c.id))).toEqual([409, 'alreadyMerged']);
    expect(refusal(await merge(c.id, a.id))).toEqual([409, 'intoMerged']);
    expect(refusal(await merge(c.id, c.id))).toEqual([400, 'sameThing', '/intoId sameThing']);
    expect(refusal(await merge(c.id, NOWHERE))).toEqual([404, 'notFound']);
  });

  it('of two merges at the same moment in opposite directions one is refused', async () => {
    const [a, b] = [await record.forecaster(), await record.forecaster()];
    const etags = [
      await record.etag(`/v1/forecasters/${a.id}`),
      await record.etag(`/v1/forecasters/${b.id}`),
    ];
    const merge = (id: string, intoId: string, etag = '') =>
      service.admin.post(`/v1/forecasters/${id}/merge`).set('If-Match', etag).send({ intoId, reason: 'x' });
    const answers = await Promise.all([merge(a.id, b.id, etags[0]), merge(b.id, a.id, etags[1])]);
    expect(answers.map((answer) => Math.floor(answer.status / 100)).sort()).toEqual([2, 4]);
  });
});

describe.each([
  ['topics', 'topic'],
  ['entities', 'entity'],
] as const)('%s', (plural, parameter) => {
  const idOf = async (name: string): Promise<string> =>
    (await service.anyone.get(`/v1/${plural}?q=${encodeURIComponent(name)}`)).body.items[0]?.id ?? '';

  it('are made on use, once whatever their case, and keep the first spelling', async () => {
    const name = unique('Graphics');
    await record.question({ [plural]: [name] });
    const { id } = await record.question({ [plural]: [name.toUpperCase()] });
    expect((await record.read<Question>(`/v1/questions/${id}`)).item[plural]).toEqual([name]);
    const { items } = (await service.anyone.get(`/v1/${plural}?q=${name}`)).body;
    expect(items).toMatchObject([{ name, kind: null, version: 1, mergedIntoId: null }]);
    expect((await service.anyone.get(`/v1/${plural}/${items[0].id}`)).body).toEqual(items[0]);
  });

  it('made by many at the same moment are one', async () => {
    const name = unique('Race');
    await Promise.all(Array.from({ length: 6 }, () => record.question({ [plural]: [name] })));
    expect((await service.anyone.get(`/v1/${plural}?q=${name}`)).body.items).toHaveLength(1);
  });

  it('that are merged read, filter and are written as the other', async () => {
    const [alias, other] = [unique('Alias'), unique('Other')];
    const [ofAlias, ofBoth] = [
      await record.question({ [plural]: [alias] }),
      await record.question({ [plural]: [alias, other] }),
    ];
    const before = await record.etag(`/v1/questions/${ofAlias.id}`);
    await record.merge(`/v1/${plural}/${await idOf(alias)}`, await idOf(other));
    const namesOf = async (id: string) => (await record.read<Question>(`/v1/questions/${id}`)).item[plural];
    expect([await namesOf(ofAlias.id), await namesOf(ofBoth.id)]).toEqual([[other], [other]]);
    expect(await record.etag(`/v1/questions/${ofAlias.id}`)).not.toBe(before);
    for (const name of [alias, other])
      expect(await listed(`/v1/questions?${parameter}=${name}`)).toEqual([ofAlias.id, ofBoth.id]);
    const later = await record.question({ [plural]: [alias] });
    expect(later[plural]).toEqual([other]);
    expect(
      (await record.edit(`/v1/questions/${ofBoth.id}`, { description: 'Edited.' })).body[plural],
    ).toEqual([other]);
  });
});

describe('lexicons', () => {
  it('are read with their entries in order, and by id', async () => {
    await service.addLexicon({
      key: 'words',
      version: '1',
      title: 'Words',
      language: 'en',
      register: 'plain',
      partition: true,
      status: 'published',
      source: 'Nobody 1964.',
      entries: [
        { phrase: 'no', lower: 0, upper: 0.1 },
        { phrase: 'yes', lower: 0.1, upper: 1 },
      ],
    });
    const { items } = (await service.anyone.get('/v1/lexicons?q=words')).body;
    expect(items).toMatchObject([
      {
        key: 'words',
        entries: [
          { phrase: 'no', lower: 0, upper: 0.1 },
          { phrase: 'yes', lower: 0.1, upper: 1 },
        ],
      },
    ]);
    expect((await service.anyone.get(`/v1/lexicons/${items[0].id}`)).body).toEqual(items[0]);
    expect((await service.anyone.get('/v1/lexicons?q=none')).body.items).toEqual([]);
  });
});
