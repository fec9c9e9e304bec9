/** Coverage, bias and places of numbers and dates, counted out by hand, and the same of an evaluation. */
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/domain/evaluate.ts';
import type { Prediction } from '../../../src/domain/questions/prediction-fields.ts';
import { type AnsweredNumber, partsOf, rowsOf } from './answered-numbers.ts';
import { reportOf, rowOf } from './report-of.ts';
import { forecast, question } from './small-record.ts';

const quantiles = (...values: readonly (readonly [number, number])[]) => ({
  quantiles: values.map(([level, value]) => ({ level, value })),
});
const FIVE = quantiles([0.05, 1], [0.25, 3], [0.5, 5], [0.75, 7], [0.95, 9]);

const diagnosticsOf = (given: readonly AnsweredNumber[], rule = 'crps') =>
  rowOf(reportOf(partsOf(given), { rule: [rule] }), rule).strict.lineDiagnostics;
const sharesOf = (given: readonly AnsweredNumber[], rule?: string) =>
  diagnosticsOf(given, rule)?.coverage.map(({ level, share }) => [level, share.value]);
const repeated = (prediction: Prediction, values: readonly number[]): AnsweredNumber[] =>
  values.map((value) => ({ prediction, value, range: { min: 0, max: 10 } }));

describe('central intervals', () => {
  test('stand at the levels that quantiles have on both sides, ends included', () => {
    expect(sharesOf(repeated(FIVE, [1, 3, 5, 9.5]))).toEqual([
      [0.5, 0.5],
      [0.9, 0.75],
    ]);
    expect(sharesOf(repeated(quantiles([0.1, 1], [0.5, 5]), [1]))).toEqual([]);
  });

  test('stand at their own probability, and at four levels of a whole distribution', () => {
    const interval = { interval: { lower: 2, upper: 4, probability: 0.6 } };
    expect(sharesOf(repeated(interval, [2, 3, 5, 6]), 'interval_score')).toEqual([[0.6, 0.5]]);
    const normal = { distribution: { family: 'normal' as const, mean: 5, sd: 1 } };
    // Central intervals end at 0.674, 1.282, 1.645 and 1.960 standard deviations.
    expect(sharesOf(repeated(normal, [5.67, 6.28, 3.36, 6.95, 6.97]))).toEqual([
      [0.5, 0.2],
      [0.8, 0.4],
      [0.9, 0.6],
      [0.95, 0.8],
    ]);
  });

  test('have an interval from ten questions on, which is held back and counted below', () => {
    const few = rowOf(reportOf(partsOf(repeated(FIVE, [5, 5, 9.5]))), 'crps').strict;
    expect(few.lineDiagnostics?.coverage[0]?.share).toMatchObject({
      lower: null,
      intervalReason: 'An interval needs 10 questions; there are 3.',
    });
    const oneSided = rowOf(
      reportOf(partsOf(repeated(quantiles([0.1, 1], [0.5, 5]), [5, 5, 9.5]))),
      'crps',
    ).strict;
    expect(few.withheldForSmallSample - oneSided.withheldForSmallSample).toBe(2);
    const many = diagnosticsOf(repeated(FIVE, [...Array(18).fill(5), 9.5, 0]));
    const [, ninety] = many?.coverage ?? [];
    expect(ninety).toMatchObject({
      level: 0.9,
      questions: 20,
      share: { value: 0.9, method: 'clusterRobust' },
    });
    expect(ninety?.share.upper).toBe(1);
    expect(ninety?.share.lower).toBeGreaterThan(0.7);
  });

  test('beyond twenty levels are counted', () => {
    const given = Array.from({ length: 23 }, (_, at) => ({
      prediction: { interval: { lower: 1, upper: 2, probability: (at + 1) / 100 } },
      value: 1,
      range: { min: 0, max: 10 },
    }));
    const found = diagnosticsOf(given, 'interval_score');
    expect([found?.coverage.length, found?.levelsOmitted]).toEqual([20, 3]);
  });
});

describe('bias and places', () => {
  test('of samples: where what came lies among them', () => {
    const found = diagnosticsOf(repeated({ samples: [1, 2, 3, 4] }, [2.5, 9]));
    // Half above and half below; all below.
    expect(found?.bias).toMatchObject({ forecasts: 2, questions: 2, mean: { value: -0.5 } });
    expect(found?.pit.bins.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5]);
  });

  test('a place left open is spread over where it may be', () => {
    // Between the quantiles of 0.25 and 0.5.
    const found = diagnosticsOf(repeated(FIVE, [4]));
    expect(found?.pit.bins.map(({ share }) => share)).toEqual([0, 0, 0.2, 0.4, 0.4, 0, 0, 0, 0, 0]);
  });

  test('are undefined where only intervals were given, and absent of points', () => {
    const interval = { interval: { lower: 2, upper: 4, probability: 0.6 } };
    expect(diagnosticsOf(repeated(interval, [3]), 'interval_score')).toMatchObject({
      bias: { forecasts: 0, mean: { value: null, reason: expect.stringContaining('which side') } },
      pit: { forecasts: 0, bins: [] },
    });
    expect(diagnosticsOf(repeated({ point: 3 }, [3]), 'absolute_error')).toBeNull();
  });

  test('are not said of binary questions', () => {
    const row = rowOf(
      reportOf({
        questions: [question('q')],
        forecasts: [forecast('f', 'q', 'ann', 0.5)],
        resolutions: [
          {
            questionId: 'q',
            outcome: { value: true },
            state: 'value',
            knownAtInstant: '2026-01-01T00:00:00.000Z',
          },
        ],
      }),
    );
    expect(row.strict.lineDiagnostics).toBeNull();
  });
});

test('an evaluation of the same forecasts has the same', () => {
  const normal = (mean: number) => ({ distribution: { family: 'normal' as const, mean, sd: 2 } });
  const given = Array.from({ length: 24 }, (_, at) => ({
    prediction: at % 3 === 0 ? FIVE : at % 3 === 1 ? normal(at % 7) : { samples: [at % 5, 4, 6] },
    value: (at * 7) % 10,
    range: { min: 0, max: 10 },
  }));
  const report = rowOf(reportOf(partsOf(given)), 'crps').strict;
  const evaluated = evaluate(rowsOf(given).toReversed()).totals.rows.find(({ rule }) => rule === 'crps');
  expect(evaluated?.cell.lineDiagnostics).toEqual(report.lineDiagnostics);
  expect(report.lineDiagnostics?.coverage.length).toBeGreaterThan(3);
});
