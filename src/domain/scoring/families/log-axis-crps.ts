/**
 * CRPS of a named distribution on a logarithmic axis: quadrature in the position s, where the integrand
 * is (F(x(s)) - 1{s >= s(y)})² ds. Counts, whose cdf is a staircase, are summed.
 */
import type { DistributionFamily } from '../../questions/distribution-family.ts';
import { compensatedSum } from '../compensated-sum.ts';
import { edgeOf, type LogAxis, placeAt, positionOn } from '../log-axis.ts';
import { integral, integralAbove, integralBelow } from '../special-functions/quadrature.ts';
import { stopsOf } from './censored-crps.ts';
import { named } from './registry.ts';

/**
 * @param parameters all of whose probability has a place on the axis
 * @param y place of the outcome @param end of the line, not before y; null: nowhere
 */
export function familyCrpsOn(
  axis: LogAxis,
  parameters: DistributionFamily,
  y: number,
  end: number | null,
): number {
  const { cdf, countCrps } = named(parameters);
  const position = (x: number): number => positionOn(axis, x);
  if (countCrps !== null) return countCrps(y, position);
  const at = position(y);
  const below = (s: number): number => cdf(placeAt(axis, s)) ** 2;
  const above = (s: number): number => (1 - cdf(placeAt(axis, s))) ** 2;
  const start = axis.cutAtZero ? 0 : position(Math.max(lowerEndOf(parameters), edgeOf(axis)));
  const stops = massStops(axis, parameters).filter((stop) => stop > start && Number.isFinite(stop));
  const lower = [...stops.filter((stop) => stop < at), at];
  if (start > Number.NEGATIVE_INFINITY && start < at) lower.unshift(start);
  const terms = pieces(below, lower);
  if (start === Number.NEGATIVE_INFINITY)
    terms.push(integralBelow(below, lower[0] as number, scaleOf(parameters)));
  const last = end === null ? Number.POSITIVE_INFINITY : position(end);
  if (at < last) {
    const upper = [at, ...(at < start ? [start] : []), ...stops.filter((stop) => stop > at)];
    const within = upper.filter((stop) => stop < last);
    if (end !== null) within.push(last);
    terms.push(...pieces(above, within));
    if (end === null) terms.push(integralAbove(above, upper.at(-1) as number, 1));
  }
  return compensatedSum(terms);
}

function pieces(f: (s: number) => number, stops: readonly number[]): number[] {
  return stops.slice(1).map((stop, k) => integral(f, stops[k] as number, stop));
}

/** Positions between which the cdf is smooth, rising. */
function massStops(axis: LogAxis, parameters: DistributionFamily): number[] {
  const rising = (places: readonly number[]) =>
    [...new Set(places.filter((x) => x > edgeOf(axis)).map((x) => positionOn(axis, x)))].sort(
      (a, b) => a - b,
    );
  const around = (middle: number, spread: number) =>
    rising([middle - 8 * spread, middle - spread, middle, middle + spread, middle + 8 * spread]);
  switch (parameters.family) {
    case 'lognormal': {
      const { meanlog, sdlog } = parameters;
      return rising([-8, -1, 0, 1, 8].map((z) => Math.exp(meanlog + z * sdlog)));
    }
    case 'exponential':
      return around(1 / parameters.rate, 1 / parameters.rate);
    case 'gamma':
      return around(parameters.shape / parameters.rate, Math.sqrt(parameters.shape) / parameters.rate);
    case 'beta': {
      const [a, b] = [parameters.shape1, parameters.shape2];
      const spread = Math.sqrt((a * b) / (a + b + 1)) / (a + b);
      const stops = around(a / (a + b), spread).filter((stop) => stop < positionOn(axis, 1));
      return [...stops, positionOn(axis, 1)];
    }
    default:
      return rising(stopsOf(parameters));
  }
}

function lowerEndOf(parameters: DistributionFamily): number {
  return parameters.family === 'uniform' ? parameters.min : 0;
}

/** How far down the axis the lower tail of F reaches: F ~ x^shape. */
function scaleOf(parameters: DistributionFamily): number {
  if (parameters.family === 'gamma') return Math.max(1, 1 / parameters.shape);
  return parameters.family === 'beta' ? Math.max(1, 1 / parameters.shape1) : 1;
}
