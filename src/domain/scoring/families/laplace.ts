/** Laplace distribution: `location`, `scale`. */
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'laplace'>;

const standardised = ({ location, scale }: Parameters, y: number): number => (y - location) / scale;

/** CRPS = scale (|z| + e^-|z| - ¾). */
export const laplace: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) => {
    const z = standardised(parameters, x);
    return z < 0 ? Math.exp(z) / 2 : 1 - Math.exp(-z) / 2;
  },
  crps: (parameters, y) => {
    const z = Math.abs(standardised(parameters, y));
    return parameters.scale * (z + Math.exp(-z) - 0.75);
  },
  logDensity: (parameters, y) => -Math.abs(standardised(parameters, y)) - Math.log(2 * parameters.scale),
};
