/** Lognormal distribution: `meanlog` and `sdlog` of the natural logarithm. */
import { normalCdf, normalLogDensity } from '../special-functions/normal.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'lognormal'>;

const standardised = ({ meanlog, sdlog }: Parameters, y: number): number =>
  y <= 0 ? Number.NEGATIVE_INFINITY : (Math.log(y) - meanlog) / sdlog;

/** CRPS = y (2Φ(z) - 1) - 2 m (Φ(z - sdlog) - Φ(-sdlog/√2)), with the mean m. Baringhaus & Franz 2004. */
export const lognormal: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) => normalCdf(standardised(parameters, x)),
  crps: (parameters, y) => {
    const { meanlog, sdlog } = parameters;
    const z = standardised(parameters, y);
    const mean = Math.exp(meanlog + sdlog ** 2 / 2);
    const share = normalCdf(z - sdlog) - normalCdf(-sdlog * Math.SQRT1_2);
    return y * (1 - 2 * normalCdf(-z)) - 2 * mean * share;
  },
  logDensity: (parameters, y) =>
    y <= 0
      ? Number.NEGATIVE_INFINITY
      : normalLogDensity(standardised(parameters, y)) - Math.log(y) - Math.log(parameters.sdlog),
};
