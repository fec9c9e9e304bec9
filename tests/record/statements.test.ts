import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import {
  clientWith,
  daysAgo,
  testHedge as hedge,
  NOWHERE,
  questionBody,
  Recorder,
  refusal,
  testLexicon,
} from './fixtures.ts';

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

const send = async (change: object = {}) =>
  service.admin.post('/v1/statements').send(await record.statementBody({ ...said, ...change }));
const sha256 = 'a'.repeat(64);

describe('POST /v1/statements', () => {
  it('answers every field with forecaster and source embedded', async () => {
    const { status, body, headers } = await send({ text: 'It will rain.' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...said,
      text: 'It will rain.',
      kind: 'forecast',
      importance: 'main',
      saidAt: '2024-12-25T00:00:00.000Z',
      saidAtReason: null,
      anchors: [],
      hedge: null,
      topics: [],
      entities: [],
      scorability: 'scorable',
      scorabilityReason: null,
      relations: [],
      codedBy: null,
      note: null,
      questions: [],
      verdict: null,
      retraction: null,
      redaction: null,
      forecaster: { id: said.forecasterId, kind: 'person' },
      source: { id: said.sourceId, kind: 'article' },
    });
    expect(headers['location']).toBe(`/v1/statements/${body.id}`);
    expect((await service.anyone.get(`/v1/statements/${body.id}`)).body).toEqual(body);
  });

  it('records its questions and implied forecasts in one transaction', async () => {
    const before = (await service.anyone.get('/v1/audit/head')).body.seq;
    const strict = {
      ...questionBody({ reading: 'strict' }),
      forecast: { prediction: { probability: 0.7, lower: 0.6, upper: 0.8 }, basis: 'verbal' },
    };
    const { status, body } = await send({ hedge, questions: [strict, questionBody({ reading: 'lenient' })] });
    expect(status).toBe(201);
    expect(body.seq).toBe(before + 1);
    expect(
      body.questions.map((one: { reading: string; status: string }) => [one.reading, one.status]),
    ).toEqual([
      ['strict', 'open'],
      ['lenient', 'open'],
    ]);
    const { items } = (await service.anyone.get(`/v1/forecasts?statementId=${body.id}`)).body as {
      items: Forecast[];
    };
    expect(items).toMatchObject([
      {
        statementId: body.id,
        forecasterId: said.forecasterId,
        madeAt: body.saidAt,
        basis: 'verbal',
        seq: body.seq,
      },
    ]);
  });

  it('records nothing where any part is wrong, and says where', async () => {
    const before = (await service.anyone.get('/v1/audit/head')).body.seq;
    const wrong = { ...questionBody(), forecast: { prediction: { probability: 2 }, basis: 'stated' } };
    const answer = await send({ topics: ['never made'], questions: [questionBody(), wrong] });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/questions/1/forecast/prediction/probability',
    ]);
    const late = await send({ questions: [questionBody({ opensAt: '2026-02-02', closesAt: '2026-01-01' })] });
    expect(refusal(late).slice(2)).toEqual(['/questions/0/closesAt beforeOpening']);
    expect((await service.anyone.get('/v1/audit/head')).body.seq).toBe(before);
    expect((await service.anyone.get('/v1/topics?q=never made')).body.items).toEqual([]);
  });

  it.each([
    ['of a forecaster that is not there', { forecasterId: NOWHERE }, ['/forecasterId unknown']],
    ['in a source that is not there', { sourceId: NOWHERE }, ['/sourceId unknown']],
    ['said in the future', { saidAt: daysAgo(-1) }, ['/saidAt inTheFuture']],
    ['of an unknown kind', { kind: 'guess' }, ['/kind notAllowed']],
    ['without text', { text: '' }, ['/text tooSmall', '/text invalidFormat']],
    [
      'with an anchor that holds nothing',
      { anchors: [{ start: 5, end: 5, sha256 }] },
      ['/anchors/0/end invalid'],
    ],
    [
      'with a hash that is none',
      { anchors: [{ start: 5, end: 6, sha256: 'x' }] },
      ['/anchors/0/sha256 invalidFormat'],
    ],
    [
      'with anchors that overlap',
      {
        anchors: [
          { start: 0, end: 6, sha256 },
          { start: 5, end: 9, sha256 },
        ],
      },
      ['/anchors/1/start overlap'],
    ],
    [
      'with a hedge of an unknown lexicon',
      { hedge: { ...hedge, lexiconVersion: '2' } },
      ['/hedge/lexiconKey unknown'],
    ],
    [
      "with a hedge whose interval is not the lexicon's",
      { hedge: { ...hedge, upper: 0.9 } },
      ['/hedge/lower notInLexicon'],
    ],
    ['with a hedge whose bounds are swapped', { hedge: { ...hedge, lower: 0.9 } }, ['/hedge/upper invalid']],
    [
      'with a relation to nothing',
      { relations: [{ type: 'repeats', statementId: NOWHERE }] },
      ['/relations/0/statementId unknown'],
    ],
  ])('%s is refused', async (_title, change, issues) => {
    const answer = await send(change);
    expect([answer.status, refusal(answer).slice(2)]).toEqual([400, issues]);
  });

  it('keeps a hedge exactly, and a verbal forecast must have its interval', async () => {
    const perhaps = { ...hedge, phrase: 'perhaps', lower: 0.1 + 0.2, upper: 0.5 };
    const { body } = await send({ hedge: perhaps });
    expect(body.hedge).toEqual(perhaps);
    const { id } = await record.question({ statementId: body.id });
    const implied = { forecasterId: said.forecasterId, statementId: body.id, basis: 'verbal' };
    const post = async (prediction: object) =>
      service.admin.post('/v1/forecasts').send(await record.forecastBody(id, 0, { ...implied, prediction }));
    expect(refusal(await post({ probability: 0.4, lower: 0.3, upper: 0.5 })).slice(2)).toEqual([
      '/prediction/lower notTheHedge',
    ]);
    expect((await post({ probability: 0.4, lower: 0.1 + 0.2, upper: 0.5 })).status).toBe(201);
  });

  it('a forecast is implied by a forecast of the same speaker only, and by no repetition', async () => {
    const { id } = await record.question();
    const post = async (statement: Statement, change: object = {}) =>
      service.admin.post('/v1/forecasts').send(
        await record.forecastBody(id, 0.5, {
          forecasterId: said.forecasterId,
          statementId: statement.id,
          ...change,
        }),
      );
    const original = (await send()).body as Statement;
    expect(refusal(await post((await send({ kind: 'claim' })).body)).slice(2)).toEqual([
      '/statementId notAForecast',
    ]);
    expect(refusal(await post(original, { forecasterId: (await record.forecaster()).id })).slice(2)).toEqual([
      '/forecasterId otherForecaster',
    ]);
    const repetition = (await send({ relations: [{ type: 'repeats', statementId: original.id }] }))
      .body as Statement;
    expect(refusal(await post(repetition)).slice(2)).toEqual(['/statementId repeats']);
  });

  it('a limited key records statements of its forecasters, without questions', async () => {
    const limited = await clientWith(service, 'write', [said.forecasterId]);
    const post = async (change: object) =>
      limited.post('/v1/statements').send(await record.statementBody({ ...said, ...change }));
    expect((await post({})).status).toBe(201);
    expect(refusal(await post({ forecasterId: (await record.forecaster()).id }))).toEqual([
      403,
      'otherForecaster',
    ]);
    expect(refusal(await post({ questions: [questionBody()] }))).toEqual([403, 'limitedKey']);
  });
});
