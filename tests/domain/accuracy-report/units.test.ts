/** Scores of numbers: which have a mean in common, which a ratio, and what a baseline is compared on. */
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/domain/evaluate.ts';
import type { Prediction } from '../../../src/domain/questions/prediction-fields.ts';
import { type AnsweredNumber, partsOf, rowsOf } from './answered-numbers.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, question } from './small-record.ts';

/** The cell of the record, and that of an evaluation of the same. */
const cellsOf = (given: readonly AnsweredNumber[], rule: string) => [
  rowOf(reportOf(partsOf(given), { rule: [rule] }), rule).strict,
  evaluate(rowsOf(given), { rules: [rule] }).totals.rows[0]?.cell,
];

describe('squared errors of points', () => {
  const point = (of: number, value: number, max: number): AnsweredNumber => ({
    prediction: { point: of },
    value,
    range: { min: 0, max },
  });

  test('are shares of the square of the range, as other scores are of the range', () => {
    // A tenth of the range each time; in their own units 1 and 10,000.
    for (const cell of cellsOf([point(4, 5, 10), point(400, 500, 1000)], 'squared_error'))
      expect(cell?.mean.value).toBeCloseTo(0.01, 11);
    for (const cell of cellsOf([point(4, 5, 10), point(400, 500, 1000)], 'absolute_error'))
      expect(cell?.mean.value).toBeCloseTo(0.1, 11);
  });

  test.each(['squared_error', 'absolute_error'])('%s have no mean where a question has no range', (rule) => {
    for (const cell of cellsOf([point(4, 5, 10), { ...point(4, 5, 10), range: null }], rule))
      expect(cell?.mean).toMatchObject({
        value: null,
        reason: expect.stringContaining('1 of 2 questions have no range'),
      });
  });
});

describe('a skill is a ratio, and a ratio needs a zero to be measured from', () => {
  const given = Array.from(
    { length: 40 },
    (_, at): AnsweredNumber => ({
      prediction: { distribution: { family: 'normal', mean: 0.5, sd: 0.1 } },
      value: 0.4 + (at % 5) / 20,
      range: { min: 0, max: 0.5 },
    }),
  );

  test('the logarithm of a density has none: another unit would give another skill, or its reverse', () => {
    for (const cell of cellsOf(given, 'log_score_density')) {
      // Outcomes above the range: the uniform baseline is infinitely wrong there.
      expect(cell?.skill).toMatchObject({ value: null, reason: expect.stringContaining('zero') });
      expect(cell?.mean.value).toBeLessThan(0);
    }
    const inside = given.map((one) => ({ ...one, range: { min: 0.35, max: 0.65 } }));
    for (const cell of cellsOf(inside, 'log_score_density')) {
      // ln 0.3 is below 0; the difference stands whatever the unit.
      expect(cell?.baselineMean.value).toBeCloseTo(Math.log(0.3), 11);
      expect(cell?.skill).toMatchObject({ value: null, reason: expect.stringContaining('zero') });
      expect(cell?.baselineDifference.value).toBeCloseTo(
        Number(cell?.mean.value) - Number(cell?.baselineMean.value),
        11,
      );
    }
  });

  test('the CRPS has one', () => {
    for (const cell of cellsOf(given, 'crps')) expect(cell?.skill.value).toBeGreaterThan(0);
  });
});

describe('the uniform baseline is stated as the forecast beside it is', () => {
  const range = { min: 10, max: 30 };
  /** What is known of a distribution at three levels estimates its CRPS otherwise than all of it does. */
  const itself: Readonly<Record<string, Prediction>> = {
    crps: { quantiles: [0.1, 0.5, 0.9].map((level) => ({ level, value: 10 + 20 * level })) },
    wis: { quantiles: [0.25, 0.75].map((level) => ({ level, value: 10 + 20 * level })) },
    quantile_crps_weighted: { quantiles: [{ level: 0.2, value: 14 }] },
    interval_score: { interval: { lower: 12, upper: 28, probability: 0.8 } },
  };

  test.each(Object.keys(itself))('whoever says the same gains nothing and loses nothing: %s', (rule) => {
    const given = Array.from(
      { length: 40 },
      (_, at): AnsweredNumber => ({ prediction: itself[rule] as Prediction, value: 9 + (at % 23), range }),
    );
    for (const cell of cellsOf(given, rule)) {
      expect(cell?.skillQuestions).toBe(40);
      expect(cell?.baselineDifference.value).toBeCloseTo(0, 11);
      expect(cell?.skill.value).toBeCloseTo(0, 11);
    }
  });
});

test('a baseline is compared on the time in which the rule scores it', () => {
  const quantiles = (...values: readonly number[]) => ({
    quantiles: values.map((value, at) => ({ level: [0.1, 0.5, 0.9][at] as number, value })),
  });
  const at = (date: string) => ({
    madeAt: `${date}T00:00:00.000Z`,
    recordedAt: `${date}T00:00:00.000Z`,
  });
  const parts = {
    questions: [
      question('q', {
        type: 'numeric',
        range: { min: 0, max: 10 },
        opensAt: '2025-01-01T00:00:00.000Z',
        closesAt: '2025-01-11T00:00:00.000Z',
      }),
    ],
    forecasts: [
      forecast('a', 'q', 'ann', 0, { ...at('2025-01-01'), prediction: quantiles(4, 5, 6) }),
      // Samples, which the weighted interval score does not know, until the sixth.
      forecast('b', 'q', 'bob', 0, { ...at('2025-01-01'), prediction: { samples: [1, 2, 3] } }),
      forecast('c', 'q', 'bob', 0, { ...at('2025-01-06'), prediction: quantiles(2, 4, 6) }),
    ],
    resolutions: [
      {
        questionId: 'q',
        outcome: { value: 5 },
        state: 'value' as const,
        knownAtInstant: '2025-01-11T00:00:00.000Z',
      },
    ],
  };
  const asked = { rule: ['wis'], baseline: 'bob', forecastPolicy: 'timeWeighted' as const };
  const ann = groupOf(reportOf(parts, { ...asked, groupBy: ['forecaster'] }), 'ann').rows[0]?.strict;
  // (½·1 + 0.1·4) / 1.5 of bob, 0.1·2 / 1.5 of ann, in tenths.
  expect(ann).toMatchObject({ skillQuestions: 1 });
  expect(ann?.baselineMean.value).toBeCloseTo(0.09 / 1.5, 11);
  expect(ann?.baselineDifference.value).toBeCloseTo((0.02 - 0.09) / 1.5, 11);
});
