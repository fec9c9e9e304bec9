import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/domain/forecasts/prediction-view.ts';
import { startService, type TestService } from '../support/service.ts';
import { idsOf, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
let questionId: string;
const made: string[] = [];
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  const { id } = await record.question({
    title: '=HYPERLINK("x"), “quoted”\nline',
    topics: ['B', 'A'],
    entities: ['微软'],
    resolvesBy: '2026-06-30',
  });
  questionId = id;
  for (const p of [0, 1, 5e-324, 0.1 + 0.2, 0.5]) made.push((await record.forecast(id, p)).id);
});
afterAll(() => service.close());

const rows = async (query: string) => service.anyone.get(`/v1/predictions?questionId=${questionId}&${query}`);

describe('the flat view', () => {
  it('joins everything of a forecast with a statement', async () => {
    const source = await record.source({ title: 'The article' });
    const forecaster = await record.forecaster();
    const statement = await record.statement({
      text: 'It will snow.',
      sourceId: source.id,
      forecasterId: forecaster.id,
      topics: ['Snow'],
    });
    const question = await record.question({
      title: 'Snow?',
      statementId: statement.id,
      topics: ['Winter'],
      reading: 'lenient',
      resolvesBy: '2026-02-28',
    });
    const forecast = await record.forecast(question.id, 0.75, {
      forecasterId: forecaster.id,
      statementId: statement.id,
      prediction: { probability: 0.75, lower: 0.5, upper: 1 },
    });
    await record.resolve(question.id, { value: false }, { knownAt: '2026-02-01' });
    const { body } = await service.anyone.get(`/v1/predictions/${forecast.id}`);
    expect(body).toEqual({
      forecastId: forecast.id,
      questionId: question.id,
      statementId: statement.id,
      forecasterId: forecaster.id,
      forecaster: forecaster.name,
      source: 'The article',
      saidAt: statement.saidAt,
      madeAt: forecast.madeAt,
      statement: 'It will snow.',
      question: 'Snow?',
      type: 'binary',
      reading: 'lenient',
      basis: 'stated',
      hedge: null,
      probability: 0.75,
      probabilityLow: 0.5,
      probabilityHigh: 1,
      summary: '0.75 (0.5 to 1)',
      resolvesBy: '2026-02-28',
      status: 'resolved',
      outcome: { value: false },
      knownAt: '2026-02-01',
      brier: 0.5625,
      logScore: -Math.log(0.25),
      topics: ['Snow', 'Winter'],
      entities: [],
      capturedAfterOutcome: true,
      links: {
        forecast: `/v1/forecasts/${forecast.id}`,
        question: `/v1/questions/${question.id}`,
        statement: `/v1/statements/${statement.id}`,
        resolve: `/v1/questions/${question.id}/resolutions`,
      },
    });
  });

  it('has the last revision only', async () => {
    const { id } = await record.question();
    const first = await record.forecast(id, 0.5);
    const { forecasterId, madeAt, prediction, basis } = first;
    const second = await service.admin
      .post('/v1/forecasts')
      .set('If-Match', await record.etag(`/v1/forecasts/${first.id}`))
      .send({
        questionId: id,
        forecasterId,
        madeAt,
        prediction,
        basis,
        supersedesId: first.id,
        reason: 'Again.',
      });
    expect(idsOf(await service.anyone.get(`/v1/predictions?questionId=${id}`))).toEqual([second.body.id]);
    expect(idsOf(await service.anyone.get(`/v1/forecasts?questionId=${id}`))).toEqual([
      first.id,
      second.body.id,
    ]);
  });

  it('summarises predictions of every type in one line', async () => {
    const numeric = await record.question({ type: 'numeric', unit: 'mm' });
    const date = await record.question({ type: 'date' });
    const choice = await record.question({
      type: 'multipleChoice',
      options: [
        { id: 'a', label: 'Red' },
        { id: 'b', label: 'Blue' },
      ],
    });
    const summaryOf = async (id: string, prediction: object) => {
      const forecast = await record.forecast(id, 0, { prediction });
      const { body } = await service.anyone.get(`/v1/predictions/${forecast.id}`);
      expect([body.probability, body.probabilityLow, body.brier]).toEqual([null, null, null]);
      return body.summary as string;
    };
    expect(await summaryOf(numeric.id, { point: 7.25 })).toContain('7.25 mm');
    expect(await summaryOf(date.id, { point: '2026-06-30' })).toContain('2026-06-30');
    expect(await summaryOf(choice.id, { probabilities: { a: 0.25, b: 0.75 } })).toBe('Red 0.25, Blue 0.75');
  });
});

describe('as CSV', () => {
  it('holds every row, numbers exactly, and nothing that a spreadsheet would run', async () => {
    const answer = await rows('format=csv');
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
    ]);
    const parsed = parse<Record<string, string>>(answer.text, { columns: true, record_delimiter: '\r\n' });
    expect(parsed.map((row) => row['forecastId'])).toEqual(made);
    expect(parsed.map((row) => Number(row['probability']))).toEqual([0, 1, 5e-324, 0.1 + 0.2, 0.5]);
    expect(parsed[0]).toMatchObject({
      topics: 'A; B',
      entities: '微软',
      status: 'open',
      outcome: '',
      brier: '',
      capturedAfterOutcome: 'false',
    });
    expect(parsed[0]?.['question']).toBe('\'=HYPERLINK("x"), “quoted”\nline');
  });

  it('and NDJSON, both by Accept too, and bounded by limit', async () => {
    const streamed = await fetch(
      `${service.anyone.url}/v1/predictions?questionId=${questionId}&format=ndjson`,
    );
    expect(streamed.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await streamed.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Prediction);
    expect(lines).toEqual((await rows('')).body.items);
    const accepted = await service.anyone
      .get(`/v1/predictions?questionId=${questionId}&limit=2`)
      .set('Accept', 'text/csv');
    expect(accepted.type).toBe('text/csv');
    expect(parse(accepted.text, { columns: true })).toHaveLength(2);
    expect(accepted.headers['link']).toContain('rel="next"');
    const unknown = await rows('format=xml');
    expect([...refusal(unknown).slice(0, 2), unknown.body.available]).toEqual([
      406,
      'notAcceptable',
      ['json', 'csv', 'ndjson'],
    ]);
  });

  it('of no row is the header alone', async () => {
    const { text } = await service.anyone.get('/v1/predictions?q=surelynothing&format=csv');
    expect(text.split('\r\n')).toHaveLength(2);
  });
});

describe('scoring rules', () => {
  it('say what they are, and are read by key', async () => {
    const { items } = (await service.anyone.get('/v1/scoring-rules')).body as {
      items: { key: string; formula: string; source: string }[];
    };
    expect(items.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['brier', 'log_score', 'brier_multiclass_half', 'log_score_multiclass']),
    );
    for (const rule of items) {
      expect(
        [rule.formula, rule.source].every((text) => text.length > 0),
        rule.key,
      ).toBe(true);
      expect((await service.anyone.get(`/v1/scoring-rules/${rule.key}`)).body).toEqual(rule);
    }
  });
});
