import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/domain/questions/date.ts';
import {
  oneLineSummary,
  parsePrediction,
  readOutcome,
  readPrediction,
} from '../../../src/domain/questions/registry.ts';
import { dateQuestion, refusedOutcome, refusedPrediction } from './definitions.ts';

describe('a prediction of a date', () => {
  it.each([
    [{ point: '2026-02-30' }, '/point outOfRange'],
    [{ point: '2026-1-1' }, '/point outOfRange'],
    [{ point: '2026-01-01T00:00:00Z' }, '/point outOfRange'],
    [{ point: 20_000 }, '/point wrongType'],
    [{ point: null }, '/point wrongType'],
    [{ samples: ['2026-01-01', 'soon'] }, '/samples/1 outOfRange'],
    [
      {
        quantiles: [
          { level: 0.1, value: '2026-02-01' },
          { level: 0.5, value: '2026-01-01' },
        ],
      },
      '/quantiles/1/value crossing',
    ],
    [
      {
        cdf: [
          { value: '2026-01-01', probability: 0.5 },
          { value: '2026-02-01', probability: 0.4 },
        ],
      },
      '/cdf/1/probability falls',
    ],
    [
      { interval: { lower: '2026-02-01', upper: '2026-01-01', probability: 0.9 } },
      '/interval/upper outOfOrder',
    ],
    [{ distribution: { family: 'normal', mean: '2026-02-01', sd: -3 } }, '/distribution/sd outOfRange'],
  ])('%j is refused', (input, issue) => {
    expect(refusedPrediction(dateQuestion, input)).toEqual([issue]);
  });

  it('may leave probability to later or never', () => {
    const cdf = [
      { value: '2026-01-01', probability: 0 },
      { value: '2027-01-01', probability: 0.4 },
    ];
    expect(refusedPrediction(dateQuestion, { cdf })).toEqual([]);
    expect(readPrediction(dateQuestion, { cdf }, null)).toMatchObject({ unit: 'day', mayNeverHappen: true });
  });

  it('reads as whole days since 1970', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('1970-01-02T12:00:00Z')).toBe(1.5);
    expect(readPrediction(dateQuestion, { point: '1970-02-01' }, null)).toMatchObject({
      form: { value: 31 },
    });
    const normal = parsePrediction(dateQuestion, {
      distribution: { family: 'normal', mean: '1970-02-01', sd: 5 },
    });
    expect(readPrediction(dateQuestion, normal, null)).toMatchObject({
      form: { kind: 'family', parameters: { family: 'normal', mean: 31, sd: 5 } },
    });
    expect(oneLineSummary(dateQuestion, { point: '2026-03-11' })).toBe('2026-03-11');
  });
});

describe('an outcome that is a date', () => {
  it('has come, or has not before a day', () => {
    expect(readOutcome(dateQuestion, { date: '1970-02-01' })).toEqual({ kind: 'value', value: 31 });
    expect(readOutcome(dateQuestion, { notBefore: '1970-02-01' })).toEqual({ kind: 'notBefore', value: 31 });
  });

  it('is refused otherwise', () => {
    expect(refusedOutcome(dateQuestion, { date: '2026-13-01' })).toEqual(['/date outOfRange']);
    expect(refusedOutcome(dateQuestion, { date: 3 })).toEqual(['/date wrongType']);
    expect(refusedOutcome(dateQuestion, { notBefore: 'never' })).toEqual(['/notBefore outOfRange']);
    expect(refusedOutcome(dateQuestion, { date: '2026-01-01', notBefore: '2026-01-01' })).not.toEqual([]);
    expect(refusedOutcome(dateQuestion, { value: true })).not.toEqual([]);
  });
});
