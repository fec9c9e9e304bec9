import { describe, expect, it } from 'vitest';
import {
  oneLineSummary,
  parsePrediction,
  readOutcome,
  readPrediction,
} from '../../../src/domain/questions/registry.ts';
import { numericQuestion, refusedOutcome, refusedPrediction } from './definitions.ts';

const quantiles = (...rows: [unknown, unknown][]) => ({
  quantiles: rows.map(([level, value]) => ({ level, value })),
});
const cdf = (...rows: [unknown, unknown][]) => ({
  cdf: rows.map(([value, probability]) => ({ value, probability })),
});
const family = (parameters: object) => ({ distribution: parameters });

describe('a prediction of a number', () => {
  it.each([
    [quantiles([0.1, 3], [0.5, 2], [0.9, 4]), '/quantiles/1/value crossing'],
    [quantiles([0.5, 1], [0.5, 2]), '/quantiles/1/level outOfOrder'],
    [quantiles([0.5, 1], [0.1, 2]), '/quantiles/1/level outOfOrder'],
    [quantiles([0, 1]), '/quantiles/0/level outOfRange'],
    [quantiles([1, 1]), '/quantiles/0/level outOfRange'],
    [quantiles([0.5, null]), '/quantiles/0/value wrongType'],
    [quantiles([0.5, '3']), '/quantiles/0/value wrongType'],
    [quantiles([0.5, -0]), '/quantiles/0/value negativeZero'],
    [quantiles([0.5, Number.POSITIVE_INFINITY]), '/quantiles/0/value wrongType'],
    [quantiles(), '/quantiles outOfRange'],
    [cdf([0, 0.5], [1, 0.4]), '/cdf/1/probability falls'],
    [cdf([1, 0], [1, 1]), '/cdf/1/value outOfOrder'],
    [cdf([1, 0], [0, 1]), '/cdf/1/value outOfOrder'],
    [cdf([0, 0], [1, 1.1]), '/cdf/1/probability outOfRange'],
    [cdf([0, 0], [1, 0]), '/cdf noMass'],
    [cdf([0, 0]), '/cdf outOfRange'],
    [{ samples: [] }, '/samples outOfRange'],
    [{ samples: [1, Number.NaN] }, '/samples/1 wrongType'],
    [{ samples: [1, -0] }, '/samples/1 negativeZero'],
    [{ samples: [1, null] }, '/samples/1 wrongType'],
    [{ interval: { lower: 2, upper: 2, probability: 0.9 } }, '/interval/upper outOfOrder'],
    [{ interval: { lower: 1, upper: 2, probability: 1 } }, '/interval/probability outOfRange'],
    [{ interval: { lower: 1, upper: 2 } }, '/interval/probability wrongType'],
    [{ point: '3' }, '/point wrongType'],
    [{ point: null }, '/point wrongType'],
    [{ point: -0 }, '/point negativeZero'],
    [{ point: Number.NEGATIVE_INFINITY }, '/point wrongType'],
    [{ point: 3, unit: 'kW' }, '/unit unknownField'],
    [family({ family: 'normal', mean: 0, sd: 0 }), '/distribution/sd outOfRange'],
    [family({ family: 'normal', mean: 0 }), '/distribution/sd wrongType'],
    [family({ family: 'studentT', location: 0, scale: 1, df: 1 }), '/distribution/df outOfRange'],
    [family({ family: 'uniform', min: 1, max: 1 }), '/distribution/max outOfOrder'],
    [family({ family: 'poisson', lambda: -1 }), '/distribution/lambda outOfRange'],
    [
      family({ family: 'normalMixture', means: [0, 1], sds: [1], weights: [0.5, 0.5] }),
      '/distribution/sds wrongLength',
    ],
    [
      family({ family: 'normalMixture', means: [0, 1], sds: [1, 1], weights: [0.5, 0.4] }),
      '/distribution/weights sumNotOne',
    ],
  ])('%j is refused', (input, issue) => {
    expect(refusedPrediction(numericQuestion, input)).toEqual([issue]);
  });

  it('in no form, in two forms or of an unknown family is refused', () => {
    expect(refusedPrediction(numericQuestion, {})).not.toEqual([]);
    expect(refusedPrediction(numericQuestion, { point: 3, samples: [1] })).not.toEqual([]);
    expect(
      refusedPrediction(numericQuestion, family({ family: 'cauchy', location: 0, scale: 1 })),
    ).not.toEqual([]);
    expect(refusedPrediction(numericQuestion, { probability: 0.5 })).not.toEqual([]);
  });

  it('may have an atom, may stop below 1, and may lie outside the range of the axis', () => {
    expect(refusedPrediction(numericQuestion, quantiles([0.1, 2], [0.5, 2], [0.9, 4]))).toEqual([]);
    expect(refusedPrediction(numericQuestion, cdf([0, 0.1], [1, 0.1], [2, 0.9]))).toEqual([]);
    const ranged = { ...numericQuestion, range: { min: 0, max: 1 } };
    expect(refusedPrediction(ranged, { point: 7 })).toEqual([]);
    expect(refusedOutcome(ranged, { value: 7 })).toEqual([]);
  });

  it('reads in the form that it was sent in', () => {
    const read = (input: Parameters<typeof readPrediction>[1]) =>
      readPrediction(numericQuestion, input, null);
    expect(read({ quantiles: [{ level: 0.5, value: 3 }] })).toEqual({
      kind: 'continuous',
      unit: 'kW',
      range: null,
      mayNeverHappen: false,
      transform: null,
      milestones: null,
      madeOn: null,
      horizon: null,
      form: { kind: 'quantiles', levels: [0.5], values: [3] },
    });
    expect(read({ samples: [3, 1] })).toMatchObject({ form: { kind: 'samples', values: [3, 1] } });
    expect(read({ point: 3 })).toMatchObject({ form: { kind: 'point', value: 3 } });
    expect(oneLineSummary(numericQuestion, { point: 3 })).toBe('3 kW');
    const interval = { interval: { lower: 1, upper: 2, probability: 0.8 } };
    expect(oneLineSummary(numericQuestion, interval)).toBe('1 kW to 2 kW with 0.8');
  });
});

describe('a prediction with more parts than it may have', () => {
  const samples = (count: number) => ({ samples: Array.from({ length: count }, (_, at) => at) });

  it('is refused by the number of them', () => {
    expect(parsePrediction(numericQuestion, samples(10_000))).toEqual(samples(10_000));
    expect(refusedPrediction(numericQuestion, samples(10_001))).toEqual(['/samples outOfRange']);
    expect(refusedPrediction(numericQuestion, samples(30_000))).toEqual(['/samples outOfRange']);
    const rows = Array.from({ length: 1001 }, (_, at): [number, number] => [(at + 1) / 2000, at]);
    expect(refusedPrediction(numericQuestion, quantiles(...rows))).toEqual(['/quantiles outOfRange']);
  });

  it('is not looked at to its end', () => {
    let looked = 0;
    const many = new Proxy(
      Array.from({ length: 200_000 }, () => ({ level: 0.5, value: 1 })),
      {
        get(list, name) {
          looked += Number(typeof name === 'string' && /^\d+$/.test(name));
          return Reflect.get(list, name) as unknown;
        },
      },
    );
    expect(refusedPrediction(numericQuestion, { quantiles: many })).toContain('/quantiles outOfRange');
    refusedPrediction(
      numericQuestion,
      family({ family: 'normalMixture', means: many, sds: [1], weights: [1] }),
    );
    expect(looked).toBeGreaterThan(10_000);
    expect(looked).toBeLessThan(60_000);
  });
});

describe('an outcome that is a number', () => {
  it('is one that JSON can hold', () => {
    expect(readOutcome(numericQuestion, { value: 2.5 })).toEqual({ kind: 'value', value: 2.5 });
    expect(refusedOutcome(numericQuestion, { value: '2.5' })).toEqual(['/value wrongType']);
    expect(refusedOutcome(numericQuestion, { value: true })).toEqual(['/value wrongType']);
    expect(refusedOutcome(numericQuestion, { value: -0 })).toEqual(['/value negativeZero']);
    expect(refusedOutcome(numericQuestion, { value: Number.POSITIVE_INFINITY })).toEqual([
      '/value wrongType',
    ]);
    expect(refusedOutcome(numericQuestion, { date: '2026-01-01' })).toContain('/date unknownField');
  });
});
