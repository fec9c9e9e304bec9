import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { ScoreRow } from '../../src/domain/forecasts/score-row.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, Recorder, refusal, testHedge, testLexicon } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  await service.addLexicon(testLexicon);
  await service.addLexicon({
    ...testLexicon,
    key: 'halves',
    partition: true,
    entries: [
      { phrase: 'hardly', lower: 0, upper: 0.6 },
      { phrase: 'probably', lower: 0.6, upper: 0.8 },
      { phrase: 'surely', lower: 0.8, upper: 1 },
    ],
  });
});
afterAll(() => service.close());

/** "Probably", 0.6 to 0.8, of a lexicon with gaps or of one that divides 0 to 1. */
async function said(lexiconKey = 'test'): Promise<{ question: Question; statement: Statement }> {
  const statement = await record.statement({ hedge: { ...testHedge, lexiconKey } });
  return { statement, question: await record.question({ statementId: statement.id }) };
}

async function verbal({ question, statement }: Awaited<ReturnType<typeof said>>): Promise<Forecast> {
  return record.forecast(question.id, 0.7, {
    forecasterId: statement.forecasterId,
    statementId: statement.id,
    basis: 'verbal',
    prediction: { probability: 0.7, lower: 0.6, upper: 0.8 },
  });
}

const read = async (id: string) => (await record.read<Forecast>(`/v1/forecasts/${id}`)).item;
const byRule = (scores: readonly { rule: string; value: unknown }[]) =>
  Object.fromEntries(scores.map(({ rule, value }) => [rule, value]));
const rowsOf = async (filter: string): Promise<ScoreRow[]> =>
  (await service.anyone.get(`/v1/scores?limit=200&${filter}`)).body.items;
const exported = async <Row>(noun: string, filter: string): Promise<Row[]> => {
  const answer = await service.anyone.get(`/v1/exports/${noun}?format=json&${filter}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.items;
};

/** By hand: 0.6 to 0.8 and no; the middle 0.7, 0.04/12 above it, 0.6 times 0.8. */
const IF_NOT = {
  verbal_best: 0.36,
  verbal_worst: 0.64,
  verbal_midpoint: 0.49,
  verbal_uniform_mean: 0.49 + 0.04 / 12,
  vagueness: 0.2,
};
const IF_SO = {
  verbal_best: 0.04,
  verbal_worst: 0.16,
  verbal_midpoint: 0.09,
  verbal_uniform_mean: 0.09 + 0.04 / 12,
  vagueness: 0.2,
};

function expectScores(scores: readonly { rule: string; value: unknown }[], wanted: Record<string, number>) {
  const found = byRule(scores);
  for (const [rule, value] of Object.entries(wanted)) expect(found[rule], rule).toBeCloseTo(value, 12);
}

describe('what a forecast in words scores over its interval', () => {
  it('stands with its other scores, in the item, the list, the scores and the exports', async () => {
    const its = await said();
    const { id } = await verbal(its);
    await record.resolve(its.question.id, { value: false });
    const forecast = await read(id);
    expectScores(forecast.scores, { brier: 0.7 ** 2, ...IF_NOT });
    const list = (await service.anyone.get(`/v1/forecasts?questionId=${its.question.id}`)).body.items;
    expect(list).toEqual([forecast]);
    const rows = await rowsOf(`forecastId=${id}`);
    expect(byRule(rows)).toEqual(byRule(forecast.scores));
    expect(await exported('scores', `forecastId=${id}`)).toEqual(rows);
    const csv = await service.anyone.get(`/v1/exports/forecasts?questionId=${its.question.id}`);
    const [row = {}] = parse(csv.text, { columns: true, bom: true }) as Record<string, string>[];
    const cell = (column: string) => row[column];
    expect(Number(cell('verbalBest'))).toBeCloseTo(0.36, 12);
    expect(Number(cell('verbalWorst'))).toBeCloseTo(0.64, 12);
    expect(Number(cell('verbalMidpoint'))).toBeCloseTo(0.49, 12);
    expect(Number(cell('verbalUniformMean'))).toBeCloseTo(0.49 + 0.04 / 12, 12);
    expect(Number(cell('vagueness'))).toBeCloseTo(0.2, 12);
    expect(cell('intervalBrier')).toBe('');
  });

  it('is refused as interval_brier where the lexicon has gaps, with the reason, and given in a partition', async () => {
    const [free, cell] = [await said('test'), await said('halves')];
    const [one, other] = [await verbal(free), await verbal(cell)];
    for (const { question } of [free, cell]) await record.resolve(question.id, { value: true });
    const rule = ({ scores }: Forecast) => scores.find((score) => score.rule === 'interval_brier');
    expect(rule(await read(one.id))).toMatchObject({
      value: null,
      reason: expect.stringContaining('divides 0 to 1'),
    });
    const proper = rule(await read(other.id));
    expect(proper).toMatchObject({ reason: null });
    expect(proper?.value).toBeCloseTo(0.4 * 0.2, 12);
    const rows = await rowsOf(`rule=interval_brier&forecastId=${one.id}&forecastId=${other.id}`);
    expect(rows.map(({ forecastId, value }) => [forecastId, value === null])).toEqual([
      [one.id, true],
      [other.id, false],
    ]);
  });

  it('is of words only: a number that somebody stated has none, nor has one with bounds', async () => {
    const { question } = await said();
    const number = await record.forecast(question.id, 0.7);
    const bounded = await record.forecast(question.id, 0.7, {
      prediction: { probability: 0.7, lower: 0.6, upper: 0.8 },
    });
    await record.resolve(question.id);
    for (const { id } of [number, bounded])
      expect(Object.keys(byRule((await read(id)).scores)).sort()).toEqual(['brier', 'log_score']);
  });

  it('follows a correction of the outcome, goes when it is reopened, and stays what it was as of before', async () => {
    const its = await said();
    const { id } = await verbal(its);
    await record.resolve(its.question.id, { value: false });
    const before = (await service.anyone.get('/v1/audit/head')).body.seq;
    await record.correct(its.question.id, { value: true });
    expectScores((await read(id)).scores, { brier: 0.3 ** 2, ...IF_SO });
    const after = (await service.anyone.get('/v1/audit/head')).body.seq;
    await record.correct(its.question.id, { reopened: true });
    expect((await read(id)).scores).toEqual([]);
    expect(await rowsOf(`forecastId=${id}`)).toEqual([]);
    for (const [seq, wanted] of [
      [before, IF_NOT],
      [after, IF_SO],
    ] as const) {
      expectScores(await exported<ScoreRow>('scores', `forecastId=${id}&asOf=${seq}`), wanted);
      const [then] = await exported<Forecast>('forecasts', `questionId=${its.question.id}&asOf=${seq}`);
      expectScores(then?.scores ?? [], wanted);
    }
    await record.correct(its.question.id, { void: 'annulled' });
    expect((await read(id)).scores).toEqual([]);
  });

  it('comes with a forecast that is recorded or corrected after the outcome', async () => {
    const its = await said('halves');
    await record.resolve(its.question.id, { value: true }, { knownAt: daysAgo(1) });
    const late = await verbal(its);
    expectScores(late.scores, { ...IF_SO, interval_brier: 0.08 });
    expect(late.capturedAfterOutcome).toBe(true);
    const { etag, item } = await record.read<Forecast>(`/v1/forecasts/${late.id}`);
    const correction = await service.admin
      .post('/v1/forecasts')
      .set('If-Match', etag)
      .send({
        questionId: item.questionId,
        forecasterId: item.forecasterId,
        statementId: item.statementId,
        madeAt: item.madeAt,
        basis: 'verbal',
        prediction: { probability: 0.65, lower: 0.6, upper: 0.8 },
        supersedesId: item.id,
        reason: 'Read too high.',
      });
    expect(correction.status, JSON.stringify(correction.body)).toBe(201);
    expectScores((correction.body as Forecast).scores, {
      brier: 0.35 ** 2,
      ...IF_SO,
      interval_brier: 0.08,
    });
    const rows = await rowsOf(`questionId=${its.question.id}&rule=verbal_best`);
    expect(rows.map(({ forecastId }) => forecastId)).toEqual([(correction.body as Forecast).id]);
  });

  it('is told by the preview of an outcome as it is recorded', async () => {
    const its = await said('halves');
    const { id } = await verbal(its);
    const body = { outcome: { value: false }, knownAt: daysAgo(1), evidence: [] };
    const preview = await service.admin
      .post(`/v1/questions/${its.question.id}/resolutions/preview`)
      .send({ ...body, evidence: [{ url: 'https://example.org/x', tier: 'primary', fact: 'No.' }] });
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    await record.resolve(its.question.id, { value: false });
    const order = (a: { rule: string }, b: { rule: string }) => (a.rule < b.rule ? -1 : 1);
    const told = preview.body.scores.map(({ rule, value, reason }: ScoreRow) => ({ rule, value, reason }));
    const stands = (await read(id)).scores.map(({ rule, value, reason }) => ({ rule, value, reason }));
    expect(told.sort(order)).toEqual(stands.sort(order));
    expect(stands).toHaveLength(8);
  });
});

describe('what it rests on', () => {
  it('the lexicon of a hedge stays under its forecasts, even for one that gives the same interval', async () => {
    const its = await said('test');
    const path = `/v1/statements/${its.statement.id}`;
    const { hedge } = its.statement;
    await verbal(its);
    const answer = await record.edit(path, { hedge: { ...hedge, lexiconKey: 'halves' } });
    expect(refusal(answer)).toEqual([409, 'impliesForecasts']);
    const note = await record.edit(path, { hedge: { ...hedge, register: 'spoken' } });
    expect(note.status).toBe(200);
  });

  it('is described among the scoring rules, which say that they are of hedges', async () => {
    const { items } = (await service.anyone.get('/v1/scoring-rules')).body;
    const ofHedges = items.filter(({ appliesTo }: { appliesTo: string }) => appliesTo === 'hedge');
    expect(ofHedges.map(({ key }: { key: string }) => key)).toEqual([
      'verbal_best',
      'verbal_worst',
      'verbal_midpoint',
      'verbal_uniform_mean',
      'interval_brier',
      'vagueness',
    ]);
    const one = await service.anyone.get('/v1/scoring-rules/interval_brier');
    expect(one.body).toMatchObject({
      proper: 'proper',
      orientation: 'loss',
      formula: '(lower - y)(upper - y)',
    });
    expect(items.find(({ key }: { key: string }) => key === 'brier')).toMatchObject({
      appliesTo: 'prediction',
    });
  });

  it('cannot be asked of a report or an evaluation as a rule, and the refusal says where it stands', async () => {
    const report = await service.anyone.get('/v1/reports/accuracy?rule=interval_brier');
    expect(report.status).toBe(400);
    expect(report.body.errors[0].message).toContain('in hedges');
  });
});
