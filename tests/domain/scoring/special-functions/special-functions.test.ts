import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  incompleteBetaInversePair,
  regularizedIncompleteBeta,
} from '../../../../src/domain/scoring/special-functions/beta.ts';
import { erfc } from '../../../../src/domain/scoring/special-functions/error-function.ts';
import {
  logGamma,
  regularizedGammaP,
  regularizedGammaQ,
} from '../../../../src/domain/scoring/special-functions/gamma.ts';
import {
  normalCdf,
  normalDensity,
  normalQuantile,
} from '../../../../src/domain/scoring/special-functions/normal.ts';
import {
  studentTCdf,
  studentTLogDensity,
  studentTQuantile,
} from '../../../../src/domain/scoring/special-functions/student-t.ts';
import reference from './reference-values.json' with { type: 'json' };

const functions: Record<keyof typeof reference, unknown> = {
  logGamma,
  complementaryErrorFunction: erfc,
  normalCdf,
  normalPdf: normalDensity,
  normalQuantile,
  regularizedGammaP,
  regularizedGammaQ,
  regularizedIncompleteBeta,
  regularizedIncompleteBetaInverse: (p: number, a: number, b: number) => incompleteBetaInversePair(p, a, b).x,
  studentTCdf,
  studentTLogPdf: studentTLogDensity,
  studentTQuantile,
};

describe('special functions against 50 digits of mpmath, relative 1e-12', () => {
  for (const [name, rows] of Object.entries(reference)) {
    it(name, () => {
      for (const [values, expected] of rows as [number[], number][]) {
        const compute = functions[name as keyof typeof reference] as (...given: number[]) => number;
        const value = compute(...values);
        // lnΓ is 0 at 1 and 2, next to which its digits are absolute.
        const size = name === 'logGamma' ? Math.max(1, Math.abs(expected)) : Math.abs(expected) || 1;
        const error = Math.abs(value - expected) / size;
        expect(error, `${name}(${values}) = ${value}, not ${expected}`).toBeLessThan(1e-12);
      }
    });
  }
});

describe('special functions', () => {
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
  const shape = fc.double({ min: 0.5, max: 500, noNaN: true });

  it('a quantile is the inverse of its cumulative probability', () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
        expect(studentTCdf(studentTQuantile(p, a), a)).toBeCloseTo(p, 11);
        const { x } = incompleteBetaInversePair(p, a, b);
        if (x > 1e-300 && x < 1 - 1e-3) expect(regularizedIncompleteBeta(x, a, b)).toBeCloseTo(p, 10);
      }),
    );
  });

  it('both tails of a distribution sum to 1', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0, max: 1000, noNaN: true }), (a, x) => {
        expect(regularizedGammaP(a, x) + regularizedGammaQ(a, x)).toBeCloseTo(1, 12);
        expect(erfc(x / 100) + erfc(-x / 100)).toBeCloseTo(2, 14);
      }),
    );
  });

  it('arguments outside the domain are refused', () => {
    expect(() => normalQuantile(1.5)).toThrow(RangeError);
    expect(() => logGamma(-1)).toThrow(RangeError);
    expect(() => studentTQuantile(0.5, 0)).toThrow(RangeError);
    expect(() => regularizedIncompleteBeta(2, 1, 1)).toThrow(RangeError);
    expect(() => regularizedGammaP(0, 1)).toThrow(RangeError);
  });

  it('the ends of the line have probability 0 and 1', () => {
    expect([normalQuantile(0), normalQuantile(1), studentTQuantile(1, 3)]).toEqual([
      -Infinity,
      Infinity,
      Infinity,
    ]);
    expect([normalCdf(-Infinity), normalCdf(Infinity), studentTCdf(Infinity, 2)]).toEqual([0, 1, 1]);
  });
});
