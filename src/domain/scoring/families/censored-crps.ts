/**
 * CRPS of a named distribution of which only "not before c" is known: ∫ F(x)² dx up to c, the score of
 * the forecast of min(Y, c). There is no closed form for most families, so that it is a quadrature,
 * split where a density has a kink or a narrow component.
 */
import type { DistributionFamily } from '../../questions/distribution-family.ts';
import { compensatedSum } from '../compensated-sum.ts';
import { integral, integralBelow } from '../special-functions/quadrature.ts';
import { named } from './registry.ts';

export function censoredCrps(parameters: DistributionFamily, c: number): number {
  const { cdf } = named(parameters);
  const square = (x: number) => cdf(x) ** 2;
  const { spreads } = shapeOf(parameters);
  const stops = stopsOf(parameters).filter((stop) => stop < c);
  stops.push(c);
  const pieces = stops.slice(1).map((stop, at) => integral(square, stops[at] as number, stop));
  return compensatedSum([integralBelow(square, stops[0] as number, Math.max(...spreads)), ...pieces]);
}

/** Rising places between which the cdf is smooth, and that enclose nearly all the mass. */
export function stopsOf(parameters: DistributionFamily): number[] {
  const { places, spreads } = shapeOf(parameters);
  const stops = places.flatMap((place) =>
    spreads.flatMap((spread) => [place - 8 * spread, place, place + 8 * spread]),
  );
  return [...new Set(stops)].sort((a, b) => a - b);
}

/** Where the mass is, and how wide it lies there. */
function shapeOf(parameters: DistributionFamily): {
  readonly places: readonly number[];
  readonly spreads: readonly number[];
} {
  switch (parameters.family) {
    case 'normal':
      return { places: [parameters.mean], spreads: [parameters.sd] };
    case 'logistic':
    case 'laplace':
    case 'studentT':
      return { places: [parameters.location], spreads: [parameters.scale] };
    case 'uniform':
      return { places: [parameters.min, parameters.max], spreads: [parameters.max - parameters.min] };
    case 'twoPieceNormal':
      return { places: [parameters.location], spreads: [parameters.scale1, parameters.scale2] };
    case 'normalMixture':
      return { places: [...new Set(parameters.means)], spreads: [...new Set(parameters.sds)] };
    default:
      throw new TypeError(`a ${parameters.family} distribution has no place that a date could be`);
  }
}
