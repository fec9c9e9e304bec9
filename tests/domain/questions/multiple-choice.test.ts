import { describe, expect, it } from 'vitest';
import { oneLineSummary, readOutcome, readPrediction } from '../../../src/domain/questions/registry.ts';
import { choiceQuestion, refusedOutcome, refusedPrediction } from './definitions.ts';

const of = (low: unknown, middle: unknown, high: unknown) => ({
  probabilities: { low, 'a/b': middle, high },
});

describe('a prediction over options', () => {
  it.each([
    [of(0.5, 0.3, 0.1), '/probabilities sumNotOne'],
    [of(0.5, 0.3, 0.200002), '/probabilities sumNotOne'],
    [of(0, 0, 0), '/probabilities sumNotOne'],
    [of(0.5, null, 0.5), '/probabilities/a~1b wrongType'],
    [of(0.5, '0.5', 0), '/probabilities/a~1b wrongType'],
    [of(0.5, -0, 0.5), '/probabilities/a~1b negativeZero'],
    [of(1.2, 0, 0), '/probabilities/low outOfRange'],
    [of(0.5, Number.NaN, 0.5), '/probabilities/a~1b wrongType'],
    [{}, '/probabilities wrongType'],
    [{ probabilities: [0.5, 0.3, 0.2] }, '/probabilities wrongType'],
    [{ probabilities: null }, '/probabilities wrongType'],
    [{ probabilities: { low: 0.5, 'a/b': 0.5 } }, '/probabilities/high required'],
    [
      { probabilities: { ...of(0.5, 0.3, 0.2).probabilities, other: 0 } },
      '/probabilities/other unknownOption',
    ],
    [
      JSON.parse('{"probabilities":{"low":0.5,"a/b":0.3,"high":0.2,"__proto__":0}}'),
      '/probabilities/__proto__ unknownField',
    ],
  ])('%j is refused', (input, issue) => {
    expect(refusedPrediction(choiceQuestion, input)).toEqual([issue]);
  });

  it('may miss 1 by what decimals lose, and is not renormalised', () => {
    expect(refusedPrediction(choiceQuestion, of(0.1, 0.2, 0.7))).toEqual([]);
    expect(refusedPrediction(choiceQuestion, of(0.5, 0.3, 0.2000009))).toEqual([]);
    const read = readPrediction(
      choiceQuestion,
      { probabilities: { low: 0.5, 'a/b': 0.3, high: 0.2000009 } },
      null,
    );
    expect(read).toMatchObject({ probabilities: [0.5, 0.3, 0.2000009] });
  });

  it('names every unknown and every missing option', () => {
    expect(refusedPrediction(choiceQuestion, { probabilities: { x: 0.5, y: 0.5 } })).toEqual([
      '/probabilities/x unknownOption',
      '/probabilities/y unknownOption',
      '/probabilities/low required',
      '/probabilities/a~1b required',
      '/probabilities/high required',
    ]);
  });

  it('reads in the order of the options, whatever the order it was sent in', () => {
    const read = readPrediction(choiceQuestion, { probabilities: { high: 0.2, low: 0.5, 'a/b': 0.3 } }, null);
    expect(read).toEqual({
      kind: 'discrete',
      binary: false,
      categories: ['low', 'a/b', 'high'],
      probabilities: [0.5, 0.3, 0.2],
      ordered: true,
      edges: null,
    });
    const line = oneLineSummary(choiceQuestion, { probabilities: { high: 0.2, low: 0.5, 'a/b': 0.3 } });
    expect(line).toBe('Below 10 0.5, 10 to 20 0.3, Above 20 0.2');
  });
});

describe('an outcome over options', () => {
  it('is one of them', () => {
    expect(readOutcome(choiceQuestion, { optionId: 'a/b' })).toEqual({ kind: 'category', index: 1 });
    expect(refusedOutcome(choiceQuestion, { optionId: 'toString' })).toEqual(['/optionId unknownOption']);
    expect(refusedOutcome(choiceQuestion, { optionId: 1 })).toEqual(['/optionId wrongType']);
    expect(refusedOutcome(choiceQuestion, { value: true })).toContain('/value unknownField');
  });
});
