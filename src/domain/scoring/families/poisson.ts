/** Poisson distribution: `lambda`, its mean. */
import { logPoissonWeight, regularizedGammaQ } from '../special-functions/gamma.ts';
import { countCrps } from './count-crps.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'poisson'>;

function onAxis({ lambda }: Parameters, y: number, position?: (x: number) => number): number {
  return countCrps(Math.floor(lambda), (k) => lambda / (k + 1), y, position);
}

export const poisson: Family<Parameters> = {
  counts: true,
  cdf: ({ lambda }, x) => (x < 0 ? 0 : regularizedGammaQ(Math.floor(x) + 1, lambda)),
  crps: (parameters, y) => onAxis(parameters, y),
  countCrps: onAxis,
  logDensity: ({ lambda }, y) =>
    y < 0 || !Number.isInteger(y) ? Number.NEGATIVE_INFINITY : logPoissonWeight(y, lambda),
};
