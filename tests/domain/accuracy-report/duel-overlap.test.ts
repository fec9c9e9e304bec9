/** The test over overlapping horizons of a head-to-head holds what its level promises. */
import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../src/domain/accuracy/intervals/random-source.ts';
import { testsOf } from '../../../src/domain/accuracy/report/duel/duel-tests.ts';

type Questions = Parameters<typeof testsOf>[0];

/** Questions that become known one after the other, each forecast so many places before. */
const questionsOf = (differences: readonly number[], lag: number): Questions =>
  differences.map((difference, at) => ({
    difference,
    first: difference,
    second: 0,
    from: at - lag + 1,
    known: at + 0.5,
    question: {} as Questions[number]['question'],
  }));

describe('over overlapping horizons', () => {
  it('the 95 % interval holds the truth in 95 of 100 records', () => {
    const { uniform } = randomSource(7);
    const [records, n, lag] = [1500, 100, 4];
    let held = 0;
    for (let record = 0; record < records; record += 1) {
      const moves = Array.from({ length: n + lag }, () => uniform() - 0.5);
      const differences = Array.from({ length: n }, (_, at) =>
        moves.slice(at, at + lag).reduce((sum, move) => sum + move, 0),
      );
      const { overlapping } = testsOf(questionsOf(differences, lag), 0.95, null);
      expect(overlapping.lag).toBe(lag);
      if (Number(overlapping.lower.value) <= 0 && Number(overlapping.upper.value) >= 0) held += 1;
    }
    expect(held / records).toBeGreaterThan(0.93);
    expect(held / records).toBeLessThan(0.97);
  });

  it('a long-run variance that is not positive gives way to one that is', () => {
    const alternating = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? 1 : -0.9) + (at % 3) / 50);
    const { overlapping } = testsOf(questionsOf(alternating, 2), 0.95, null);
    expect(overlapping.p.reason).toBeNull();
  });

  it('is held back where the lag is above an eighth of the questions', () => {
    const differences = Array.from({ length: 24 }, (_, at) => (at % 5) / 5);
    expect(testsOf(questionsOf(differences, 3), 0.95, null).overlapping.p.reason).toBeNull();
    expect(testsOf(questionsOf(differences, 4), 0.95, null).overlapping.p.reason).toContain(
      'The horizons of up to 4 of 24 questions overlap',
    );
  });
});
