/** Rows that are no forecast, or contradict each other, are refused by row and field; what cannot be told is null. */
import { describe, expect, test } from 'vitest';
import { ReckonerError } from '../../../src/domain/errors.ts';
import { type EvaluationInput, evaluate } from '../../../src/domain/evaluate.ts';

/** What is refused, each as its place and its code; null where nothing is. */
function refused(...rows: readonly object[]): string[] | null {
  try {
    evaluate(rows as EvaluationInput[]);
    return null;
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    return (error.details.issues ?? []).map(
      ({ pointer, code }) => `${pointer?.replace('/forecasts', '')} ${code}`,
    );
  }
}

const good = { question: 'good', probability: 0.5, outcome: true };
const options = (probabilities: object, outcome: unknown = 'a', more: object = {}) => ({
  question: 'q',
  type: 'multipleChoice',
  options: ['a', 'b', 'c'],
  prediction: { probabilities },
  outcome,
  ...more,
});
const thirds = { a: 0.5, b: 0.3, c: 0.2 };
const number = (prediction: object, outcome: unknown = 3, more: object = {}) => ({
  question: 'q',
  type: 'numeric',
  prediction,
  outcome,
  ...more,
});
const date = (prediction: object, outcome: unknown = '2025-01-01', more: object = {}) => ({
  ...number(prediction, outcome, more),
  type: 'date',
});
const quantiles = (...of: readonly (readonly [number, number])[]) => ({
  quantiles: of.map(([level, value]) => ({ level, value })),
});
const cdf = (...of: readonly (readonly [number, number])[]) => ({
  cdf: of.map(([value, probability]) => ({ value, probability })),
});

test.each<[string, object, string[]]>([
  ['a sum above 1', options({ a: 0.5, b: 0.3, c: 0.3 }), ['prediction/probabilities sumNotOne']],
  ['a sum off by 2e-6', options({ a: 0.5, b: 0.3, c: 0.200002 }), ['prediction/probabilities sumNotOne']],
  [
    'an option that there is not, in the place of one',
    options({ a: 0.5, b: 0.3, d: 0.2 }),
    ['prediction/probabilities/d unknownOption', 'prediction/probabilities/c required'],
  ],
  ['an outcome that is no option', options(thirds, 'z'), ['outcome unknownOption']],
  ['a number for an option', options(thirds, 1), ['outcome wrongType']],
  ['an option twice', options({ a: 1 }, 'a', { options: ['a', 'a'] }), ['options/1 duplicate']],
  [
    'edges of what is no scale',
    options(thirds, 'a', { optionEdges: [0, 1, 2, 3] }),
    ['optionEdges unexpected'],
  ],
  ['crossing quantiles', number(quantiles([0.1, 5], [0.9, 4])), ['prediction/quantiles/1/value crossing']],
  ['levels that fall', number(quantiles([0.9, 4], [0.1, 5])), ['prediction/quantiles/1/level outOfOrder']],
  ['a level of 0', number(quantiles([0, 4])), ['prediction/quantiles/0/level outOfRange']],
  ['no quantile', number({ quantiles: [] }), ['prediction/quantiles outOfRange']],
  ['a cdf that falls', number(cdf([1, 0.5], [2, 0.4])), ['prediction/cdf/1/probability falls']],
  ['a cdf with a place twice', number(cdf([1, 0.5], [1, 0.6])), ['prediction/cdf/1/value outOfOrder']],
  ['a cdf without mass', number(cdf([1, 0], [2, 0])), ['prediction/cdf noMass']],
  ['no sample', number({ samples: [] }), ['prediction/samples outOfRange']],
  [
    'a spread of 0',
    number({ distribution: { family: 'normal', mean: 1, sd: 0 } }),
    ['prediction/distribution/sd outOfRange'],
  ],
  [
    'an interval upside down',
    number({ interval: { lower: 2, upper: 1, probability: 0.5 } }),
    ['prediction/interval/upper outOfOrder'],
  ],
  ['two forms at once', number({ point: 1, samples: [1] }), ['prediction/point unknownField']],
  ['yes for a number', number({ point: 1 }, true), ['outcome wrongType']],
  ['a date for a number', number({ point: 1 }, '2025-01-01'), ['outcome wrongType']],
  [
    'a probability for a number',
    { ...number({}), prediction: undefined, probability: 0.5 },
    ['probability wrongType'],
  ],
  ['a number for a date', date({ point: '2025-01-01' }, 7), ['outcome wrongType']],
  ['a day that there is not', date({ point: '2025-02-30' }), ['prediction/point outOfRange']],
  [
    'a family without a place for a date',
    date({ distribution: { family: 'lognormal', meanlog: 1, sdlog: 1 } }),
    ['prediction/distribution/family outOfRange'],
  ],
  [
    'a transform of a date',
    date({ point: '2025-01-01' }, '2025-01-01', { transform: 'log' }),
    ['transform unexpected'],
  ],
])('%s is refused', (_what, row, problems) => {
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  expect(refused(good, given)).toEqual(problems.map((problem) => `/1/${problem}`));
});

describe('one question has one outcome', () => {
  test('whatever else its rows say', () => {
    expect(refused(number({ point: 1 }, 3), number({ point: 2 }, 4))).toEqual(['/1/outcome contradiction']);
    expect(refused(number({ point: 1 }, 3), date({ point: '2025-01-01' }))).toEqual([
      '/1/type contradiction',
    ]);
    expect(refused(number({ point: 1 }, 3), number({ samples: [2] }, 3))).toBeNull();
  });

  test('which among options is the option, not its place in the list', () => {
    const turned = { options: ['c', 'b', 'a'] };
    expect(refused(options(thirds, 'a'), options(thirds, 'a', turned))).toBeNull();
    expect(refused(options(thirds, 'a'), options(thirds, 'c', turned))).toEqual(['/1/outcome contradiction']);
    expect(refused(options(thirds, 'a'), options(thirds, 'b'))).toEqual(['/1/outcome contradiction']);
    // An option that came up later: each row is scored among those there were.
    const later = options({ a: 0.4, b: 0.3, c: 0.2, d: 0.1 }, 'a', { options: ['d', 'a', 'b', 'c'] });
    expect(refused(options(thirds, 'a'), later)).toBeNull();
  });
});

describe('what cannot be told is null with the reason', () => {
  const cellOf = (rows: readonly object[], rule: string) =>
    evaluate(rows as EvaluationInput[], { rules: [rule] }).totals.rows[0]?.cell;

  test('the score of samples that do not vary', () => {
    expect(cellOf([number({ samples: [2, 2] })], 'dawid_sebastiani')).toMatchObject({
      questions: 0,
      undefinedScores: [{ count: 1, reason: 'the samples do not vary' }],
      mean: { value: null, reason: expect.any(String) },
    });
  });

  test('the transformed score of what has no logarithm', () => {
    const cell = cellOf([number({ samples: [1, 2] }, -3, { transform: 'log' })], 'crps_transformed');
    expect(cell).toMatchObject({ undefinedScores: [{ count: 1 }], mean: { value: null } });
  });

  test('what there is no forecast for', () => {
    expect(evaluate([]).totals).toMatchObject({ forecasts: { read: 0, scored: 0 }, rows: [] });
    const voided = evaluate([{ ...good, outcome: { void: 'annulled' } }] as EvaluationInput[]);
    expect(voided.totals).toMatchObject({
      forecasts: { read: 1, scored: 0 },
      leftOut: { annulled: 1 },
      rows: [],
    });
  });
});

test('rows of one question on different lines contradict each other, by the field that differs', () => {
  const point = (more: object) => number({ point: 3 }, 3, more);
  expect(refused(point({ range: { min: 0, max: 10 } }), point({ range: { min: 0, max: 100 } }))).toEqual([
    '/1/range contradiction',
  ]);
  expect(refused(point({ range: { min: 0, max: 10 } }), point({}))).toEqual(['/1/range contradiction']);
  expect(
    refused(
      date({ point: '2025-01-01' }, '2025-01-01', { resolvesBy: '2025-06-01' }),
      date({ point: '2025-01-02' }, '2025-01-01', { resolvesBy: '2025-07-01' }),
    ),
  ).toEqual(['/1/resolvesBy contradiction']);
  expect(refused(point({ unit: 'USD' }), point({ unit: 'EUR' }))).toEqual(['/1/unit contradiction']);
  expect(
    refused(point({ range: { min: 0, max: 10 } }), point({ question: 'another', range: { min: 0, max: 9 } })),
  ).toBeNull();
});

test('a contradiction tells both values as they were sent', () => {
  const rows = ['2025-06-01', '2025-07-01'].map((resolvesBy) =>
    date({ point: '2025-01-02' }, '2025-01-01', { resolvesBy }),
  );
  expect(() => evaluate(rows as EvaluationInput[])).toThrow(
    'resolvesBy is "2025-07-01" for the question "q", but Row 1 says "2025-06-01"',
  );
});
