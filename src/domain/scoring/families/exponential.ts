/** Exponential distribution from 0: `rate` (one over the mean). */
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'exponential'>;

const cumulative = ({ rate }: Parameters, x: number): number => (x <= 0 ? 0 : -Math.expm1(-rate * x));

/** CRPS = |y| - 2F(y)/rate + 1/(2 rate). */
export const exponential: Family<Parameters> = {
  counts: false,
  cdf: cumulative,
  crps: (parameters, y) => {
    const { rate } = parameters;
    return Math.abs(y) - (2 * cumulative(parameters, y)) / rate + 1 / (2 * rate);
  },
  logDensity: ({ rate }, y) => (y < 0 ? Number.NEGATIVE_INFINITY : Math.log(rate) - rate * y),
};
