/** Poisson distribution: `lambda`, its mean. */
import { logPoissonWeight, regularizedGammaQ } from '../special-functions/gamma.ts';
import { countCrps } from './count-crps.ts';
import type { Family, ParametersOf } from './family.ts';

export const poisson: Family<ParametersOf<'poisson'>> = {
  counts: true,
  cdf: ({ lambda }, x) => (x < 0 ? 0 : regularizedGammaQ(Math.floor(x) + 1, lambda)),
  crps: ({ lambda }, y) => countCrps(Math.floor(lambda), (k) => lambda / (k + 1), y),
  logDensity: ({ lambda }, y) =>
    y < 0 || !Number.isInteger(y) ? Number.NEGATIVE_INFINITY : logPoissonWeight(y, lambda),
};
