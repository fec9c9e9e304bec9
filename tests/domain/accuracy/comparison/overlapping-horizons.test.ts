import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Horizon, overlapLag } from '../../../../src/domain/accuracy/comparison/overlapping-horizons.ts';

test('forecasts that each follow the outcome before are at lag 1', () => {
  expect(overlapLag([])).toBe(1);
  expect(
    overlapLag([
      { from: 0, known: 1 },
      { from: 1, known: 2 },
      { from: 2, known: 3 },
    ]),
  ).toBe(1);
});

test('the lag is one more than the farthest pair of horizons with a common moment', () => {
  const horizon = fc.record({ from: fc.nat(60), length: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(horizon, { minLength: 1, maxLength: 25 }), (drawn) => {
      const horizons = drawn
        .map(({ from, length }): Horizon => ({ from, known: from + length + 1 }))
        .sort((a, b) => a.known - b.known);
      let farthest = 0;
      horizons.forEach((late, i) => {
        horizons.slice(0, i).forEach((early, j) => {
          if (early.known > late.from) farthest = Math.max(farthest, i - j);
        });
      });
      expect(overlapLag(horizons)).toBe(farthest + 1);
    }),
  );
});
