/**
 * Two-piece normal distribution: two halves of normal densities that meet at the mode `location`,
 * with `scale1` below it and `scale2` above.
 */
import { normalCdf, normalDensity, normalLogDensity } from '../special-functions/normal.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'twoPieceNormal'>;

/** ∫ Φ² from -∞ to 0. */
const HALF_SQUARE = 1 / Math.sqrt(2 * Math.PI) - 1 / (2 * Math.sqrt(Math.PI));

/** ∫ Φ from -∞ to z. */
const integralOfCdf = (z: number): number => z * normalCdf(z) + normalDensity(z);

/**
 * CRPS for an outcome at or below the mode. Below the mode F = aΦ(u), above it 1 - F = bΦ(-u), with
 * a, b = 2 scale1, 2 scale2 over their sum: the three integrals of F², (F - 1)² and (1 - F)², added up.
 */
function crpsBelow(below: number, above: number, z: number): number {
  const a = (2 * below) / (below + above);
  const b = (2 * above) / (below + above);
  const own = a * a * HALF_SQUARE - 2 * a * (integralOfCdf(0) - integralOfCdf(z)) - z;
  return below * own + above * b * b * HALF_SQUARE;
}

export const twoPieceNormal: Family<Parameters> = {
  counts: false,
  cdf: ({ location, scale1, scale2 }, x) => {
    const sum = scale1 + scale2;
    if (x <= location) return ((2 * scale1) / sum) * normalCdf((x - location) / scale1);
    return 1 - ((2 * scale2) / sum) * normalCdf((location - x) / scale2);
  },
  crps: ({ location, scale1, scale2 }, y) =>
    y <= location
      ? crpsBelow(scale1, scale2, (y - location) / scale1)
      : crpsBelow(scale2, scale1, (location - y) / scale2),
  logDensity: ({ location, scale1, scale2 }, y) => {
    const z = (y - location) / (y <= location ? scale1 : scale2);
    return normalLogDensity(z) + Math.log(2) - Math.log(scale1 + scale2);
  },
};
