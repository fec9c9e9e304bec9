/** Gamma distribution: `shape`, `rate` (one over the scale). */
import { logBeta } from '../special-functions/beta.ts';
import { logPoissonWeight, regularizedGammaP } from '../special-functions/gamma.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'gamma'>;

function logDensity({ shape, rate }: Parameters, y: number): number {
  if (y < 0) return Number.NEGATIVE_INFINITY;
  if (y === 0) return shape === 1 ? Math.log(rate) : (1 - shape) * Number.POSITIVE_INFINITY;
  return logPoissonWeight(shape, rate * y) + Math.log(shape) - Math.log(y);
}

/**
 * CRPS = (y - m)(2F(y) - 1) + 2 m w(y) - 1 / (rate B(½, shape)), with the mean m and the weight
 * w = F_shape - F_{shape+1} at y = x^shape e^-x / Γ(shape + 1): the textbook's difference of two cdfs,
 * each times m, would lose as many digits as the shape has.
 */
export const gamma: Family<Parameters> = {
  counts: false,
  cdf: ({ shape, rate }, x) => regularizedGammaP(shape, Math.max(0, x) * rate),
  crps: ({ shape, rate }, y) => {
    const x = Math.max(0, y) * rate;
    const mean = shape / rate;
    const weight = x === Number.POSITIVE_INFINITY ? 0 : Math.exp(logPoissonWeight(shape, x));
    const centre = (y - mean) * (2 * regularizedGammaP(shape, x) - 1);
    return centre + 2 * mean * weight - Math.exp(-logBeta(0.5, shape)) / rate;
  },
  logDensity,
};
