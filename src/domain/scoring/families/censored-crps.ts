/**
 * CRPS of a named distribution of which only "not before c" is known: ∫ F(x)² dx up to c, the score of
 * the forecast of min(Y, c). There is no closed form for most families, so that it is a quadrature:
 * double exponential (Takahasi & Mori 1974), which converges for any smooth piece, whatever its
 * behaviour at the ends, split where a density has a kink or a narrow component.
 */
import type { DistributionFamily } from '../../questions/distribution-family.ts';
import { compensatedSum } from '../compensated-sum.ts';
import { named } from './registry.ts';

const STEP = 1 / 32;
/** Beyond it weights are below the last digit. */
const REACH = 5;

export function censoredCrps(parameters: DistributionFamily, c: number): number {
  const { cdf } = named(parameters);
  const square = (x: number) => cdf(x) ** 2;
  const { places, spreads } = shapeOf(parameters);
  const far = places.flatMap((place) =>
    spreads.flatMap((spread) => [place - 8 * spread, place, place + 8 * spread]),
  );
  const stops = [...new Set(far)].filter((stop) => stop < c).sort((a, b) => a - b);
  stops.push(c);
  const pieces = stops.slice(1).map((stop, at) => finitePiece(square, stops[at] as number, stop));
  return compensatedSum([lowerTail(square, stops[0] as number, Math.max(...spreads)), ...pieces]);
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

/** ∫ from a to b, by x = middle + half tanh(π/2 sinh t). */
function finitePiece(f: (x: number) => number, a: number, b: number): number {
  const half = (b - a) / 2;
  return quadrature((t) => {
    const angle = (Math.PI / 2) * Math.sinh(t);
    // Measured from the nearer end, where places crowd.
    const fromEnd = (2 * half) / (1 + Math.exp(2 * Math.abs(angle)));
    const x = t < 0 ? a + fromEnd : b - fromEnd;
    return (f(x) * half * (Math.PI / 2) * Math.cosh(t)) / Math.cosh(angle) ** 2;
  });
}

/** ∫ from -∞ to b, by x = b - scale exp(π/2 sinh t). */
function lowerTail(f: (x: number) => number, b: number, scale: number): number {
  return quadrature((t) => {
    const distance = scale * Math.exp((Math.PI / 2) * Math.sinh(t));
    const value = f(b - distance);
    return value === 0 ? 0 : value * distance * (Math.PI / 2) * Math.cosh(t);
  });
}

function quadrature(weighted: (t: number) => number): number {
  const terms: number[] = [];
  for (let k = -REACH / STEP; k <= REACH / STEP; k += 1) terms.push(weighted(k * STEP));
  return STEP * compensatedSum(terms.filter(Number.isFinite));
}
