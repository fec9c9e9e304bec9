/** Negative binomial distribution: failures before the `size`-th success, each of `probability`. */
import { logBetaWeight, regularizedIncompleteBeta } from '../special-functions/beta.ts';
import { countCrps } from './count-crps.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'negativeBinomial'>;

function modeOf({ size, probability }: Parameters): number {
  return size <= 1 ? 0 : Math.floor(((size - 1) * (1 - probability)) / probability);
}

function onAxis(parameters: Parameters, y: number, position?: (x: number) => number): number {
  const { size, probability } = parameters;
  return countCrps(modeOf(parameters), (k) => ((k + size) / (k + 1)) * (1 - probability), y, position);
}

export const negativeBinomial: Family<Parameters> = {
  counts: true,
  cdf: ({ size, probability }, x) =>
    x < 0 ? 0 : regularizedIncompleteBeta(probability, size, Math.floor(x) + 1),
  crps: (parameters, y) => onAxis(parameters, y),
  countCrps: onAxis,
  logDensity: ({ size, probability }, y) => {
    if (y < 0 || !Number.isInteger(y)) return Number.NEGATIVE_INFINITY;
    if (y === 0) return size * Math.log(probability);
    if (probability === 1) return Number.NEGATIVE_INFINITY;
    return logBetaWeight(probability, 1 - probability, size, y) - Math.log(y);
  },
};
