import { describe, expect, it } from 'vitest';
import type { DistributionFamily } from '../../../../src/domain/questions/distribution-family.ts';
import { named } from '../../../../src/domain/scoring/families/registry.ts';
import reference from './reference-values.json' with { type: 'json' };

/** Quadrature and summation of the definitions with mpmath, 25 digits. */
const rows = reference as unknown as {
  parameters: DistributionFamily;
  y: number;
  crps: number;
  cdf: number;
  logDensity: number | null;
}[];

function expectClose(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThan(1e-11 * Math.max(1, Math.abs(expected)));
}

describe('named distributions', () => {
  for (const { parameters, y, crps, cdf, logDensity } of rows) {
    it(`${JSON.stringify(parameters)} at ${y} is what its definition integrates to`, () => {
      const family = named(parameters);
      expectClose(family.crps(y), crps);
      expectClose(family.cdf(y), cdf);
      if (logDensity === null) expect(family.logDensity(y)).toBe(-Infinity);
      else expectClose(family.logDensity(y), logDensity);
    });
  }

  it('a binomial of certain trials is a point', () => {
    expect(named({ family: 'binomial', size: 4, probability: 1 }).crps(2.5)).toBe(1.5);
    expect(named({ family: 'binomial', size: 4, probability: 0 }).crps(2.5)).toBe(2.5);
    expect(named({ family: 'negativeBinomial', size: 2, probability: 1 }).crps(3)).toBe(3);
    expect(named({ family: 'negativeBinomial', size: 2, probability: 1 }).logDensity(0)).toBe(0);
  });

  it('a count of large mean is scored as the normal it nears', () => {
    const count = named({ family: 'poisson', lambda: 1e8 }).crps(1e8 + 12_345);
    const normal = named({ family: 'normal', mean: 1e8, sd: 1e4 }).crps(1e8 + 12_345);
    expect(count / normal).toBeCloseTo(1, 4);
  });

  it('far out the score is the distance', () => {
    for (const parameters of rows.map((row) => row.parameters)) {
      expect(named(parameters).crps(1e9) / 1e9).toBeCloseTo(1, 3);
      expect(named(parameters).crps(-1e9) / 1e9).toBeCloseTo(1, 3);
    }
  });
});
