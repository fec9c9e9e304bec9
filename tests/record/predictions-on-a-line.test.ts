import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

describe('outcomes and predictions on a line', () => {
  it.each([7.2, 0, -0.1, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 2 ** 53])(
    'keep the number %s',
    async (value) => {
      const { id } = await record.question({ type: 'numeric' });
      const forecast = await record.forecast(id, 0, {
        prediction: { quantiles: [{ level: 0.1 + 0.2, value }] },
      });
      expect(forecast.prediction).toEqual({ quantiles: [{ level: 0.1 + 0.2, value }] });
      await record.resolve(id, { value });
      expect((await record.history(id))[0]?.outcome).toEqual({ value });
    },
  );

  it.each([
    [
      'levels that fall',
      'numeric',
      {
        quantiles: [
          { level: 0.5, value: 1 },
          { level: 0.1, value: 2 },
        ],
      },
      '/prediction/quantiles/1/level',
    ],
    [
      'quantiles that cross',
      'numeric',
      {
        quantiles: [
          { level: 0.1, value: 2 },
          { level: 0.5, value: 1 },
        ],
      },
      '/prediction/quantiles/1/value',
    ],
    [
      'a cdf that falls',
      'numeric',
      {
        cdf: [
          { value: 1, probability: 0.5 },
          { value: 2, probability: 0.4 },
        ],
      },
      '/prediction/cdf/1/probability',
    ],
    [
      'an interval of nothing',
      'numeric',
      { interval: { lower: 5, upper: 5, probability: 0.5 } },
      '/prediction/interval/upper',
    ],
    [
      'no spread',
      'numeric',
      { distribution: { family: 'normal', mean: 5, sd: 0 } },
      '/prediction/distribution/sd',
    ],
    ['a day that is none', 'date', { point: '2026-02-30' }, '/prediction/point'],
  ])('%s is refused', async (_title, type, prediction, pointer) => {
    const { id } = await record.question({ type });
    const answer = await service.admin
      .post('/v1/forecasts')
      .send(await record.forecastBody(id, 0, { prediction }));
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it.each([
    ['a sum that is not 1', { a: 0.5, b: 0.4 }, '/prediction/probabilities'],
    ['an unknown option', { a: 0.5, c: 0.5 }, '/prediction/probabilities/c'],
    ['a missing option', { a: 1 }, '/prediction/probabilities/b'],
  ])('%s is refused', async (_title, probabilities, pointer) => {
    const { id } = await record.question({
      type: 'multipleChoice',
      options: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
    });
    const answer = await service.admin
      .post('/v1/forecasts')
      .send(await record.forecastBody(id, 0, { prediction: { probabilities } }));
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it('a sum within 1e-6 of 1 is kept as it was sent', async () => {
    const { id } = await record.question({
      type: 'multipleChoice',
      options: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
    });
    const probabilities = { a: 0.5000005, b: 0.5 };
    expect((await record.forecast(id, 0, { prediction: { probabilities } })).prediction).toEqual({
      probabilities,
    });
  });
});

describe('the accuracy report of numbers', () => {
  const FORECASTS = 12;
  const at = (query: string) => service.anyone.get(`/v1/reports/accuracy?topic=coverage&${query}`);

  beforeAll(async () => {
    for (let n = 0; n < FORECASTS; n += 1) {
      const { id } = await record.question({
        type: 'numeric',
        topics: ['coverage'],
        range: { min: 0, max: 20 },
      });
      await record.forecast(id, 0, { prediction: { distribution: { family: 'uniform', min: 0, max: 20 } } });
      await record.resolve(id, { value: n + 4 });
    }
  });

  it('says how many outcomes its intervals hold, which way it errs and where outcomes lay', async () => {
    const { body } = await at('rule=crps');
    const found = body.totals.rows[0].strict.lineDiagnostics;
    // Of 4 to 15, eleven lie from 5 to 15, and all from 2 to 18.
    const shares = found.coverage.map(({ level, share }: { level: number; share: { value: number } }) => [
      level,
      share.value,
    ]);
    expect(shares).toEqual([
      [0.5, 0.916666666667],
      [0.8, 1],
      [0.9, 1],
      [0.95, 1],
    ]);
    expect(found.bias).toMatchObject({ questions: FORECASTS, mean: { value: 0.05, indicativeOnly: true } });
    expect(found.pit.bins[0].share).toBe(0);
  });

  it.each(['md', 'html', 'csv'])('in %s as well', async (format) => {
    const { text } = await at(`rule=crps&format=${format}`);
    expect(text).toContain(
      format === 'csv' ? '0.5 0.9167, 0.8 1, 0.9 1, 0.95 1' : 'Central intervals of numbers',
    );
  });
});
