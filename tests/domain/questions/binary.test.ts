import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  oneLineSummary,
  parsePrediction,
  readOutcome,
  readPrediction,
} from '../../../src/domain/questions/registry.ts';
import { binaryQuestion, refusedOutcome, refusedPrediction } from './definitions.ts';

describe('a prediction of yes or no', () => {
  it('keeps the double that was sent', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0),
        (probability) => {
          expect(parsePrediction(binaryQuestion, { probability })).toEqual({ probability });
        },
      ),
    );
  });

  it.each([
    [{}, '/probability wrongType'],
    [{ probability: null }, '/probability wrongType'],
    [{ probability: '0.5' }, '/probability wrongType'],
    [{ probability: true }, '/probability wrongType'],
    [{ probability: [0.5] }, '/probability wrongType'],
    [{ probability: Number.NaN }, '/probability wrongType'],
    [{ probability: Number.POSITIVE_INFINITY }, '/probability wrongType'],
    [{ probability: -0 }, '/probability negativeZero'],
    [{ probability: -0.01 }, '/probability outOfRange'],
    [{ probability: 1.0000001 }, '/probability outOfRange'],
    [{ probability: 50 }, '/probability outOfRange'],
    [{ probability: 0.5, certainty: 1 }, '/certainty unknownField'],
    [{ probability: 0.5, lower: 0.4 }, '/upper required'],
    [{ probability: 0.5, upper: 0.6 }, '/lower required'],
    [{ probability: 0.5, lower: 0.6, upper: 0.7 }, '/lower outOfOrder'],
    [{ probability: 0.5, lower: 0.3, upper: 0.4 }, '/upper outOfOrder'],
    [{ probability: 0.5, lower: null, upper: 0.6 }, '/lower wrongType'],
    [{ probability: 0.5, lower: -0, upper: 0.6 }, '/lower negativeZero'],
  ])('%j is refused', (input, issue) => {
    expect(refusedPrediction(binaryQuestion, input)).toEqual([issue]);
  });

  it.each([[null], ['0.5'], [0.5], [[]], [undefined]])('%j is no object of it', (input) => {
    expect(refusedPrediction(binaryQuestion, input)).toEqual([' wrongType']);
  });

  it('of another type is refused', () => {
    expect(refusedPrediction(binaryQuestion, { probabilities: { a: 1 } })).toContain(
      '/probabilities unknownField',
    );
    expect(refusedPrediction(binaryQuestion, { point: 3 })).toContain('/point unknownField');
  });

  it('reads as the probabilities of no and yes, and in one line', () => {
    const distribution = readPrediction(binaryQuestion, { probability: 0.25 }, null);
    expect(distribution).toMatchObject({ kind: 'discrete', binary: true, probabilities: [0.75, 0.25] });
    expect(oneLineSummary(binaryQuestion, { probability: 0.25 })).toBe('0.25');
    expect(oneLineSummary(binaryQuestion, { probability: 0.25, lower: 0.2, upper: 0.3 })).toBe(
      '0.25 (0.2 to 0.3)',
    );
  });
});

describe('an outcome of yes or no', () => {
  it('is the category that its value names', () => {
    expect(readOutcome(binaryQuestion, { value: true })).toEqual({ kind: 'category', index: 1 });
    expect(readOutcome(binaryQuestion, { value: false })).toEqual({ kind: 'category', index: 0 });
  });

  it.each([
    [{}, '/value wrongType'],
    [{ value: 1 }, '/value wrongType'],
    [{ value: 'yes' }, '/value wrongType'],
    [{ value: null }, '/value wrongType'],
    [{ void: 'maybe' }, '/void outOfRange'],
    [{ reopened: false }, '/reopened outOfRange'],
    [{ void: 'annulled', value: true }, '/value unknownField'],
  ])('%j is refused', (input, issue) => {
    expect(refusedOutcome(binaryQuestion, input)).toEqual([issue]);
  });

  it('of another type is refused', () => {
    expect(refusedOutcome(binaryQuestion, { optionId: 'low' })).toContain('/optionId unknownField');
    expect(refusedOutcome(binaryQuestion, { date: '2026-01-01' })).toContain('/date unknownField');
  });

  it('can be void or reopened, as of any question', () => {
    for (const kind of ['annulled', 'ambiguous', 'conditionFalse', 'notAvailable']) {
      expect(refusedOutcome(binaryQuestion, { void: kind })).toEqual([]);
    }
    expect(refusedOutcome(binaryQuestion, { reopened: true })).toEqual([]);
  });
});
