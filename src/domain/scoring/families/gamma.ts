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

/** CRPS = y (2F_shape(y) - 1) - shape/rate (2F_{shape+1}(y) - 1) - 1 / (rate B(½, shape)). */
export const gamma: Family<Parameters> = {
  counts: false,
  cdf: ({ shape, rate }, x) => regularizedGammaP(shape, Math.max(0, x) * rate),
  crps: ({ shape, rate }, y) => {
    const x = Math.max(0, y) * rate;
    const own = y * (2 * regularizedGammaP(shape, x) - 1);
    const mean = (shape / rate) * (2 * regularizedGammaP(shape + 1, x) - 1);
    return own - mean - Math.exp(-logBeta(0.5, shape)) / rate;
  },
  logDensity,
};
