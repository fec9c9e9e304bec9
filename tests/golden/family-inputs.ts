/** The vectors' names of distributions and parameters as the service's. */
import type { DistributionFamily } from '../../src/domain/questions/distribution-family.ts';

export interface FamilyInputs extends Readonly<Record<string, unknown>> {
  readonly distribution: string;
  readonly y: number;
}

const names: Readonly<Record<string, string>> = { t: 'studentT', student: 'studentT', nbinom: 'negativeBinomial' };
/** Standard distributions are written without their place and scale. */
const standard: Readonly<Record<string, object>> = {
  normal: { mean: 0, sd: 1 },
  lognormal: { meanlog: 0, sdlog: 1 },
  logistic: { location: 0, scale: 1 },
  laplace: { location: 0, scale: 1 },
  studentT: { location: 0, scale: 1 },
  uniform: { min: 0, max: 1 },
  exponential: { rate: 1 },
  twoPieceNormal: { location: 0 },
};

/**
 * snake_case as camelCase; `mu` and `sigma` are the normal's, `prob` the counts' (or `mu`, their mean).
 * Not through the schema, which refuses some that have a density but no CRPS.
 */
export function familyOf({ y: _y, distribution, mu, sigma, prob, ...rest }: FamilyInputs): DistributionFamily {
  const camel = distribution.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  const family = names[camel] ?? camel;
  const parameters: Record<string, unknown> = { family, ...standard[family], ...rest };
  if (prob !== undefined) parameters['probability'] = prob;
  if (sigma !== undefined) parameters[family === 'normal' ? 'sd' : 'scale'] = sigma;
  if (mu !== undefined && family === 'negativeBinomial') {
    const size = Number(rest['size']);
    parameters['probability'] = size / (size + Number(mu));
  } else if (mu !== undefined) parameters[family === 'normal' ? 'mean' : 'location'] = mu;
  return parameters as unknown as DistributionFamily;
}

/** The CRPS is the distance of two means: null where there is none. */
export function hasMean(parameters: DistributionFamily): boolean {
  return parameters.family !== 'studentT' || parameters.df > 1;
}
