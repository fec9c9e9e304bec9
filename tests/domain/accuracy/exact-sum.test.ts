import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../../src/domain/accuracy/exact-sum.ts';

// Numbers that no double holds exactly, over a range the pair can hold (106 bits).
const doubles = fc.array(
  fc.integer({ min: -1e6, max: 1e6 }).map((step) => step / 997),
  { minLength: 1, maxLength: 30 },
);

describe('the exact sum', () => {
  it('takes back what was added, to the bit', () => {
    fc.assert(
      fc.property(doubles, doubles, (kept, passing) => {
        const sum = new ExactSum();
        for (const term of [...passing, ...kept]) sum.add(term);
        for (const term of passing) sum.subtract(term);
        const direct = new ExactSum();
        for (const term of kept) direct.add(term);
        expect([sum.high + 0, sum.low + 0]).toEqual([direct.high + 0, direct.low + 0]);
      }),
    );
  });

  const sumOf = (terms: readonly number[]) =>
    terms.reduce((sum, term) => sum.add(term), new ExactSum()).value;

  it('keeps what a plain sum loses', () => {
    expect(sumOf([1e16, 1, -1e16])).toBe(1);
    expect(sumOf([0.1, 0.2, -0.2])).toBe(0.1);
  });

  it('is Infinity once a term is', () => {
    expect(sumOf([1, Infinity, 2])).toBe(Infinity);
  });
});
