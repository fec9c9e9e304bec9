/** Student's t distribution moved and stretched: `location`, `scale`, `df` above 1. */
import { logBeta } from '../special-functions/beta.ts';
import { studentTCdf, studentTLogDensity } from '../special-functions/student-t.ts';
import type { Family, ParametersOf } from './family.ts';

type Parameters = ParametersOf<'studentT'>;

const standardised = ({ location, scale }: Parameters, y: number): number => (y - location) / scale;

/** ln(1 + z²/df), where the square may be beyond the largest number. */
function logOfSpread(z: number, df: number): number {
  const ratio = Math.abs(z) / Math.sqrt(df);
  return ratio > 1e150 ? 2 * Math.log(ratio) : Math.log1p(ratio * ratio);
}

/**
 * CRPS = scale (z (2F(z) - 1) + 2 f(z) (df + z²) / (df - 1)
 *               - 2 √df / (df - 1) · B(½, df - ½) / B(½, df/2)²).
 */
export const studentT: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) => studentTCdf(standardised(parameters, x), parameters.df),
  crps: (parameters, y) => {
    const { df, scale } = parameters;
    const z = Math.abs(standardised(parameters, y));
    const centre = z * (1 - 2 * studentTCdf(-z, df));
    const rim = (2 * df * Math.exp(studentTLogDensity(z, df) + logOfSpread(z, df))) / (df - 1);
    const spread = Math.exp(logBeta(0.5, df - 0.5) - 2 * logBeta(0.5, df / 2));
    return scale * (centre + rim - ((2 * Math.sqrt(df)) / (df - 1)) * spread);
  },
  logDensity: (parameters, y) =>
    studentTLogDensity(standardised(parameters, y), parameters.df) - Math.log(parameters.scale),
};
