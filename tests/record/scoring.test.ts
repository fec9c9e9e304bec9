import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { ScoreRow } from '../../src/domain/forecasts/score-row.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, idsOf, Recorder } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const read = async (id: string) => (await record.read<Forecast>(`/v1/forecasts/${id}`)).item;
const scoresOf = async (filter: string): Promise<ScoreRow[]> =>
  (await service.anyone.get(`/v1/scores?${filter}`)).body.items;
const brierOf = (forecast: Forecast): unknown =>
  forecast.scores.find((score) => score.rule === 'brier')?.value;

describe('which forecasts count', () => {
  it('those made before the outcome was known and before the close, by their last revision', async () => {
    const { id } = await record.question({ closesAt: daysAgo(10) });
    const early = await record.forecast(id, 0.5, { madeAt: daysAgo(20) });
    const atClose = await record.forecast(id, 0.5, {
      madeAt: (await record.read<{ closesAt: string }>(`/v1/questions/${id}`)).item.closesAt,
    });
    const afterClose = await record.forecast(id, 0.5, { madeAt: daysAgo(9) });
    await record.resolve(id, { value: true }, { knownAt: daysAgo(5) });
    expect(brierOf(await read(early.id))).toBe(0.25);
    for (const late of [atClose, afterClose]) {
      expect(await read(late.id)).toMatchObject({ ignored: { reason: 'madeAtOrAfterClose' }, scores: [] });
    }
  });

  it('an early outcome ends scoring where it was known', async () => {
    const { id } = await record.question({ closesAt: daysAgo(-30) });
    const knownAt = daysAgo(5);
    const before = await record.forecast(id, 0.5, { madeAt: daysAgo(6) });
    const at = await record.forecast(id, 0.5, { madeAt: knownAt });
    const after = await record.forecast(id, 0.5, { madeAt: daysAgo(4) });
    const resolution = await record.resolve(id, { value: true }, { knownAt });
    expect(resolution.early).toBe(true);
    expect((await read(before.id)).ignored).toBeNull();
    for (const late of [at, after])
      expect((await read(late.id)).ignored).toEqual({ reason: 'madeAfterOutcomeKnown' });
    expect((await scoresOf(`questionId=${id}&rule=brier`)).map((row) => row.forecastId)).toEqual([before.id]);
  });

  it('an outcome known at the close or later, or without a close, is not early', async () => {
    const closesAt = daysAgo(10);
    for (const [knownAt, early] of [
      [daysAgo(10.001), true],
      [closesAt, false],
      [daysAgo(9), false],
    ] as const) {
      const { id } = await record.question({ closesAt });
      expect((await record.resolve(id, { value: true }, { knownAt })).early).toBe(early);
    }
    expect((await record.resolve((await record.question()).id)).early).toBe(false);
  });
});

describe('a forecast entered after the resolution', () => {
  it('is scored at once where it was made in time, and says that it was captured afterwards', async () => {
    const { id } = await record.question();
    const resolution = await record.resolve(id, { value: false }, { knownAt: daysAgo(2) });
    const forecast = await record.forecast(id, 0.5, { madeAt: daysAgo(3) });
    expect(forecast).toMatchObject({ capturedAfterOutcome: true, ignored: null });
    expect(forecast.scores).toEqual([
      { rule: 'brier', value: 0.25, reason: null, resolutionId: resolution.id },
      { rule: 'log_score', value: Math.log(2), reason: null, resolutionId: resolution.id },
    ]);
  });

  it('is ignored where it was made too late', async () => {
    const { id } = await record.question();
    await record.resolve(id, { value: false }, { knownAt: daysAgo(2) });
    const forecast = await record.forecast(id, 0.5, { madeAt: daysAgo(1) });
    expect(forecast).toMatchObject({
      ignored: { reason: 'madeAfterOutcomeKnown' },
      scores: [],
      capturedAfterOutcome: true,
    });
  });

  it('and entered before the outcome was known is not captured afterwards', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    await record.resolve(id, { value: true }, { knownAt: new Date().toISOString() });
    expect((await read(forecast.id)).capturedAfterOutcome).toBe(false);
  });
});

describe('a correction of the outcome', () => {
  it('scores anew, shows the new scores only, and keeps the old ones in the database', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.75);
    const first = await record.resolve(id, { value: true });
    const second = await record.correct(id, { value: false });
    expect(brierOf(await read(forecast.id))).toBe(0.5625);
    expect((await scoresOf(`forecastId=${forecast.id}`)).map((row) => [row.rule, row.resolutionId])).toEqual([
      ['brier', second.id],
      ['log_score', second.id],
    ]);
    const kept = await service.query<{ resolution_id: string; rule: string; value: number }>(
      'SELECT resolution_id, rule, value FROM scores WHERE forecast_id = $1 ORDER BY seq, rule',
      [forecast.id],
    );
    expect(kept.map((row) => [row.resolution_id, row.rule])).toEqual([
      [first.id, 'brier'],
      [first.id, 'log_score'],
      [second.id, 'brier'],
      [second.id, 'log_score'],
    ]);
    expect(kept[0]?.value).toBe(0.0625);
  });

  it('of knownAt alone changes which forecasts count', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5, { madeAt: daysAgo(3) });
    await record.resolve(id, { value: true }, { knownAt: daysAgo(2) });
    expect((await read(forecast.id)).scores).toHaveLength(2);
    await record.correct(id, { value: true }, { knownAt: daysAgo(4) });
    expect(await read(forecast.id)).toMatchObject({
      ignored: { reason: 'madeAfterOutcomeKnown' },
      scores: [],
    });
    await record.correct(id, { value: true }, { knownAt: daysAgo(2) });
    expect((await read(forecast.id)).scores).toHaveLength(2);
  });

  it('to a void takes the scores away', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.75);
    await record.resolve(id);
    await record.correct(id, { void: 'annulled' });
    expect((await read(forecast.id)).scores).toEqual([]);
    expect(await scoresOf(`questionId=${id}`)).toEqual([]);
  });
});

describe('the values of scores', () => {
  it('an impossible outcome has an infinite log score, spelt out', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0);
    await record.resolve(id, { value: true });
    expect((await read(forecast.id)).scores).toMatchObject([
      { rule: 'brier', value: 1 },
      { rule: 'log_score', value: 'Infinity' },
    ]);
    expect((await scoresOf(`forecastId=${forecast.id}&rule=log_score`))[0]?.value).toBe('Infinity');
    const row = (await service.anyone.get(`/v1/predictions/${forecast.id}`)).body;
    expect([row.brier, row.logScore]).toEqual([1, 'Infinity']);
  });

  it('certainty that was right scores 0', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 1);
    await record.resolve(id, { value: true });
    expect((await read(forecast.id)).scores.map((score) => score.value)).toEqual([0, 0]);
  });

  it('multiple choice has its own two rules', async () => {
    const options = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
      { id: 'c', label: 'C' },
    ];
    const { id } = await record.question({ type: 'multipleChoice', options });
    const forecast = await record.forecast(id, 0, {
      prediction: { probabilities: { a: 0.5, b: 0.25, c: 0.25 } },
    });
    await record.resolve(id, { optionId: 'b' });
    expect((await read(forecast.id)).scores).toMatchObject([
      { rule: 'brier_multiclass_half', value: (0.25 + 0.5625 + 0.0625) / 2 },
      { rule: 'log_score_multiclass', value: Math.log(4) },
    ]);
  });

  it('numeric and date questions resolve without a stored score of a discrete rule', async () => {
    const numeric = await record.question({ type: 'numeric', unit: 'USD' });
    const forecast = await record.forecast(numeric.id, 0, { prediction: { point: 7 } });
    expect((await record.resolve(numeric.id, { value: 7.2 })).outcome).toEqual({ value: 7.2 });
    expect((await read(forecast.id)).scores.filter((score) => /brier|log_score/.test(score.rule))).toEqual(
      [],
    );
    const date = await record.question({ type: 'date' });
    expect((await record.resolve(date.id, { notBefore: '2027-01-01' })).outcome).toEqual({
      notBefore: '2027-01-01',
    });
  });
});

describe('GET /v1/scores', () => {
  it('is narrowed by question, forecast, rule and forecaster', async () => {
    const { id } = await record.question();
    const a = await record.forecast(id, 0.1);
    const b = await record.forecast(id, 0.2);
    const other = await record.question();
    const c = await record.forecast(other.id, 0.3);
    for (const question of [id, other.id]) await record.resolve(question);
    const keys = async (filter: string) =>
      (await scoresOf(filter)).map((row) => `${row.forecastId} ${row.rule}`).sort();
    const both = (forecast: Forecast) => [`${forecast.id} brier`, `${forecast.id} log_score`];
    expect(await keys(`questionId=${id}`)).toEqual([...both(a), ...both(b)].sort());
    expect(await keys(`forecastId=${c.id}&forecastId=${b.id}`)).toEqual([...both(b), ...both(c)].sort());
    expect(await keys(`questionId=${id}&rule=brier`)).toEqual([`${a.id} brier`, `${b.id} brier`].sort());
    expect(await keys(`forecasterId=${c.forecasterId}`)).toEqual(both(c));
    expect(await keys('rule=wis')).toEqual([]);
  });

  it.each(['/v1/scores?rule=breir', '/v1/exports/scores?rule=breir', '/v1/reports/accuracy?rule=breir'])(
    'refuses a rule that there is not, with the nearest there is: %s',
    async (path) => {
      const { status, body } = await service.anyone.get(path);
      expect(status).toBe(400);
      expect(body.errors[0]).toMatchObject({ parameter: 'rule' });
      expect(body.errors[0].message).toMatch(/did you mean "?brier"?\?/);
    },
  );

  it('pages through every score once', async () => {
    const { id } = await record.question();
    const made: string[] = [];
    for (const p of [0.1, 0.2, 0.3, 0.4]) made.push((await record.forecast(id, p)).id);
    await record.resolve(id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await service.anyone.get(`/v1/scores?questionId=${id}&limit=3${cursor}`)).body;
      seen.push(...page.items.map((row: ScoreRow) => `${row.forecastId} ${row.rule}`));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(
      made.flatMap((forecast) => [`${forecast} brier`, `${forecast} log_score`]).sort(),
    );
  });

  it('leaves out what is retracted', async () => {
    const { id } = await record.question();
    const kept = await record.forecast(id, 0.1);
    const dropped = await record.forecast(id, 0.2);
    await record.resolve(id);
    await record.retract(`/v1/forecasts/${dropped.id}`);
    expect((await scoresOf(`questionId=${id}&rule=brier`)).map((row) => row.forecastId)).toEqual([kept.id]);
    expect(await read(dropped.id)).toMatchObject({
      ignored: { reason: 'retracted' },
      scores: [],
      retraction: { reason: 'By mistake.' },
    });
    await record.retract(`/v1/questions/${id}`);
    expect(await scoresOf(`questionId=${id}`)).toEqual([]);
    expect(idsOf(await service.anyone.get(`/v1/predictions?questionId=${id}`))).toEqual([]);
  });

  it.each(['statement', 'speaker', 'source'] as const)(
    'leaves out what rests on a retracted %s, as reports and the flat view do',
    async (what) => {
      const [source, forecaster, question] = [
        await record.source(),
        await record.forecaster(),
        await record.question(),
      ];
      const statement = await record.statement({ sourceId: source.id, forecasterId: forecaster.id });
      const resting = await record.forecast(question.id, 0.2, {
        forecasterId: forecaster.id,
        statementId: statement.id,
      });
      const free = await record.forecast(question.id, 0.4);
      await record.resolve(question.id);
      const made = async () =>
        (await scoresOf(`questionId=${question.id}&rule=brier`)).map((row) => row.forecastId);
      expect((await made()).sort()).toEqual([resting.id, free.id].sort());
      const path = {
        statement: `/v1/statements/${statement.id}`,
        speaker: `/v1/forecasters/${forecaster.id}`,
        source: `/v1/sources/${source.id}`,
      }[what];
      await record.retract(path);
      expect(await made()).toEqual([free.id]);
      expect(idsOf(await service.anyone.get(`/v1/predictions?questionId=${question.id}`))).toEqual([free.id]);
      const report = await service.anyone.get(`/v1/reports/accuracy?questionId=${question.id}`);
      expect(report.body.totals.forecasts).toEqual({ selected: 2, scored: 1 });
    },
  );
});
