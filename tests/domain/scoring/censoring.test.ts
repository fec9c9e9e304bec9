import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContinuousForm } from '../../../src/domain/questions/distribution.ts';
import type { DistributionFamily } from '../../../src/domain/questions/distribution-family.ts';
import { censoredCrps } from '../../../src/domain/scoring/families/censored-crps.ts';
import { normalCdf, normalDensity } from '../../../src/domain/scoring/special-functions/normal.ts';
import { numberOf } from './finite-sets.ts';
import { at, cdf, notBefore, place, quantiles, samples, score } from './lines.ts';

describe('an outcome of which only "not before" is known', () => {
  it('costs nothing where everything was expected later', () => {
    const later: ContinuousForm[] = [
      { kind: 'samples', values: [11, 12, 13] },
      { kind: 'quantiles', levels: [0.1, 0.5, 0.9], values: [11, 12, 20] },
      { kind: 'cdf', values: [11, 12], probabilities: [0, 1] },
    ];
    for (const form of later) expect(score('crps', form, notBefore(10)).value).toBe(0);
  });

  it('is scored as the forecast of what is known, cut off there', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          quantiles,
          samples.map((values) => ({ kind: 'samples' as const, values })),
        ),
        place,
        (form, c) => {
          const cut = { ...form, values: form.values.map((value) => Math.min(value, c)) };
          const [censored, known] = [score('crps', form, notBefore(c)), score('crps', cut, at(c))];
          if (censored.value === null) expect(known.value).toBeNull();
          else expect(censored.value).toBeCloseTo(numberOf(known), 9);
        },
      ),
    );
  });

  it('costs less the later the probability lies', () => {
    fc.assert(
      fc.property(cdf, place, fc.integer({ min: 1, max: 100 }), (form, c, days) => {
        const later = { ...form, values: form.values.map((value) => value + days) };
        const sooner = numberOf(score('crps', form, notBefore(c)));
        expect(score('crps', later, notBefore(c)).value).toBeLessThanOrEqual(sooner + 1e-9);
      }),
    );
  });

  it('of a normal distribution is its closed form', () => {
    for (const [mean, sd] of [
      [0, 1],
      [20_500, 40],
      [5, 1e-3],
      [-3, 1e4],
    ] as const) {
      for (const z of [-7, -2, -0.3, 0, 1, 4, 12, 300]) {
        // ∫ Φ² up to z = z Φ² + 2 φ Φ - Φ(z √2) / √π
        const closed =
          z * normalCdf(z) ** 2 +
          2 * normalDensity(z) * normalCdf(z) -
          normalCdf(z * Math.SQRT2) / Math.sqrt(Math.PI);
        const value = censoredCrps({ family: 'normal', mean, sd }, mean + sd * z);
        expect(Math.abs(value / sd - closed)).toBeLessThan(1e-9 * Math.max(1, closed));
      }
    }
  });

  it('of other families is the integral that their cut-off samples come to', () => {
    const logistic = censoredCrps({ family: 'logistic', location: 2, scale: 3 }, 8);
    // ∫ F² up to z = ln(1 + e^z) - F(z), of the logistic distribution
    expect(logistic).toBeCloseTo(3 * (Math.log1p(Math.exp(2)) - 1 / (1 + Math.exp(-2))), 10);
    expect(censoredCrps({ family: 'uniform', min: 0, max: 10 }, 4)).toBeCloseTo(64 / 300, 10);
    expect(censoredCrps({ family: 'uniform', min: 0, max: 10 }, 14)).toBeCloseTo(10 / 3 + 4, 10);
    // ∫ (e^x/2)² up to 0, then ∫ (1 - e^-x/2)² to 1
    const laplace = 1 / 8 + (1 - (1 - Math.exp(-1)) + (1 - Math.exp(-2)) / 8);
    expect(censoredCrps({ family: 'laplace', location: 0, scale: 1 }, 1)).toBeCloseTo(laplace, 10);
    const mixture: DistributionFamily = {
      family: 'normalMixture',
      means: [0, 0],
      sds: [1, 1],
      weights: [0.4, 0.6],
    };
    const normal = censoredCrps({ family: 'normal', mean: 0, sd: 1 }, 0.5);
    expect(censoredCrps(mixture, 0.5)).toBeCloseTo(normal, 10);
    const twoPiece = censoredCrps({ family: 'twoPieceNormal', location: 0, scale1: 1, scale2: 1 }, 0.5);
    expect(twoPiece).toBeCloseTo(normal, 10);
    const heavy = censoredCrps({ family: 'studentT', location: 0, scale: 1, df: 1e9 }, 0.5);
    expect(heavy).toBeCloseTo(normal, 7);
    // Narrow parts far apart are all found.
    const apart: DistributionFamily = {
      family: 'normalMixture',
      means: [0, 1000],
      sds: [1e-3, 50],
      weights: [0.5, 0.5],
    };
    const tail = censoredCrps({ family: 'normal', mean: 1000, sd: 50 }, 500);
    expect(censoredCrps(apart, 500)).toBeCloseTo(125, 2);
    expect(tail).toBeLessThan(1e-9);
  });

  it('has no density, and no error of a point', () => {
    const normal: ContinuousForm = { kind: 'family', parameters: { family: 'normal', mean: 0, sd: 1 } };
    expect(score('log_score_density', normal, notBefore(1)).value).toBeNull();
    expect(score('absolute_error', { kind: 'point', value: 3 }, notBefore(1)).value).toBeNull();
  });
});
