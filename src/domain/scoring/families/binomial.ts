/** Binomial distribution: successes in `size` trials, each of `probability`. */
import { logBetaWeight, regularizedIncompleteBeta } from '../special-functions/beta.ts';
import { countCrps } from './count-crps.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'binomial'>;

function onAxis({ size, probability }: Parameters, y: number, position: (x: number) => number): number {
  if (probability === 0 || probability === 1) return Math.abs(position(y) - position(size * probability));
  const odds = probability / (1 - probability);
  const mode = Math.min(size, Math.floor((size + 1) * probability));
  return countCrps(mode, (k) => ((size - k) / (k + 1)) * odds, y, position);
}

export const binomial: Family<Parameters> = {
  counts: true,
  cdf: ({ size, probability }, x) => {
    const successes = Math.floor(x);
    if (successes < 0) return 0;
    return successes >= size
      ? 1
      : regularizedIncompleteBeta(1 - probability, size - successes, successes + 1, probability);
  },
  crps: (parameters, y) => onAxis(parameters, y, (x) => x),
  countCrps: onAxis,
  logDensity: ({ size, probability }, y) => {
    if (y < 0 || y > size || !Number.isInteger(y)) return Number.NEGATIVE_INFINITY;
    if (y === 0) return size * Math.log1p(-probability);
    if (y === size) return size * Math.log(probability);
    if (probability === 0 || probability === 1) return Number.NEGATIVE_INFINITY;
    const weight = logBetaWeight(probability, 1 - probability, y, size - y);
    return weight + Math.log(size / y) - Math.log(size - y);
  },
};
