/** Uniform distribution: `min`, `max`, both ends included. */
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'uniform'>;

const share = ({ min, max }: Parameters, y: number): number =>
  Math.min(Math.max((y - min) / (max - min), 0), 1);

/** CRPS = the distance to [min, max], and inside (max - min) (u² - u + 1/3) at its share u. */
export const uniform: Family<Parameters> = {
  counts: false,
  cdf: share,
  crps: (parameters, y) => {
    const { min, max } = parameters;
    const outside = Math.max(min - y, y - max, 0);
    const u = share(parameters, y);
    return outside + (max - min) * (u * u - u + 1 / 3);
  },
  logDensity: ({ min, max }, y) => (y < min || y > max ? Number.NEGATIVE_INFINITY : -Math.log(max - min)),
};
