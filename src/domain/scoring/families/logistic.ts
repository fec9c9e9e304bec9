/** Logistic distribution: `location`, `scale`. */
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'logistic'>;

const standardised = ({ location, scale }: Parameters, y: number): number => (y - location) / scale;

/** CRPS = scale (z - 2 ln F(z) - 1), written in |z|, in which it is symmetric. */
export const logistic: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) => 1 / (1 + Math.exp(-standardised(parameters, x))),
  crps: (parameters, y) => {
    const z = Math.abs(standardised(parameters, y));
    return parameters.scale * (z + 2 * Math.log1p(Math.exp(-z)) - 1);
  },
  logDensity: (parameters, y) => {
    const z = Math.abs(standardised(parameters, y));
    return -z - 2 * Math.log1p(Math.exp(-z)) - Math.log(parameters.scale);
  },
};
