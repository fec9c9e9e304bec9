/** The named distributions, by the name they are sent under. */
import type { DistributionFamily } from '../../questions/distribution-family.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { exponential } from './exponential.ts';
import type { Family, FamilyName, ParametersOf } from './family.ts';
import { gamma } from './gamma.ts';
import { laplace } from './laplace.ts';
import { logistic } from './logistic.ts';
import { lognormal } from './lognormal.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { normal } from './normal.ts';
import { normalMixture } from './normal-mixture.ts';
import { poisson } from './poisson.ts';
import { studentT } from './student-t.ts';
import { twoPieceNormal } from './two-piece-normal.ts';
import { uniform } from './uniform.ts';

const families: { readonly [Name in FamilyName]: Family<ParametersOf<Name>> } = {
  normal,
  lognormal,
  logistic,
  studentT,
  uniform,
  beta,
  gamma,
  exponential,
  laplace,
  poisson,
  negativeBinomial,
  binomial,
  twoPieceNormal,
  normalMixture,
};

/** The family of the parameters, with them filled in. */
export function named(parameters: DistributionFamily): {
  readonly counts: boolean;
  readonly cdf: (x: number) => number;
  readonly crps: (y: number) => number;
  readonly countCrps: ((y: number, position: (x: number) => number) => number) | null;
  readonly logDensity: (y: number) => number;
} {
  const family = families[parameters.family] as Family<DistributionFamily>;
  return {
    counts: family.counts,
    cdf: (x) => family.cdf(parameters, x),
    crps: (y) => family.crps(parameters, y),
    countCrps: family.countCrps?.bind(null, parameters) ?? null,
    logDensity: (y) => family.logDensity(parameters, y),
  };
}
