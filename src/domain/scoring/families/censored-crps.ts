/**
 * CRPS of a named distribution on a line that ends: ∫ (F(x) - 1{x >= y})² dx up to the end, the score of the
 * forecast of min(Y, end). There is no closed form for most families, so that it is a quadrature, split
 * where a density has a kink or a narrow component.
 */
import type { DistributionFamily } from '../../questions/distribution-family.ts';
import { compensatedSum } from '../compensated-sum.ts';
import { integral, integralBelow } from '../special-functions/quadrature.ts';
import { named } from './registry.ts';

/** @param y where it came, at most `end`: there or later, if it came at all */
export function censoredCrps(parameters: DistributionFamily, y: number, end: number): number {
  const { cdf } = named(parameters);
  const below = (x: number) => cdf(x) ** 2;
  const above = (x: number) => probabilityAbove(parameters, x) ** 2;
  const { spreads } = shapeOf(parameters);
  const stops = stopsOf(parameters);
  const until = [...stops.filter((stop) => stop < y), y];
  const after = [y, ...stops.filter((stop) => stop > y && stop < end), end];
  return compensatedSum([
    integralBelow(below, until[0] as number, Math.max(...spreads)),
    ...pieces(below, until),
    ...(y < end ? pieces(above, after) : []),
  ]);
}

function pieces(f: (x: number) => number, stops: readonly number[]): number[] {
  return stops.slice(1).map((stop, at) => integral(f, stops[at] as number, stop));
}

/** P(X > x) of a family that has a place, to the last digit of small ones: that of its mirror image below -x. */
export function probabilityAbove(parameters: DistributionFamily, x: number): number {
  return named(mirrored(parameters)).cdf(-x);
}

function mirrored(parameters: DistributionFamily): DistributionFamily {
  switch (parameters.family) {
    case 'normal':
      return { ...parameters, mean: -parameters.mean };
    case 'logistic':
    case 'laplace':
    case 'studentT':
      return { ...parameters, location: -parameters.location };
    case 'uniform':
      return { ...parameters, min: -parameters.max, max: -parameters.min };
    case 'twoPieceNormal': {
      const { location, scale1, scale2 } = parameters;
      return { ...parameters, location: -location, scale1: scale2, scale2: scale1 };
    }
    case 'normalMixture':
      return { ...parameters, means: parameters.means.map((mean) => -mean) };
    default:
      throw new TypeError(`a ${parameters.family} distribution has no place that a date could be`);
  }
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
