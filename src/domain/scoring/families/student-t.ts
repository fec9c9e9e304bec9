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

/** Below it ln B(½, df - ½) - ln B(½, df/2) is a series in df - 1: the two logarithms are almost one. */
const NEAR_CAUCHY = 1e-3;
/** Derivatives at 0 of ln Γ(½ + x) - ln Γ(1 + x), by DLMF 5.15; ζ(3) and ζ(5) to their digits. */
const DERIVATIVES = [
  -2 * Math.LN2,
  Math.PI ** 2 / 3,
  -12 * 1.2020569031595942,
  (14 * Math.PI ** 4) / 15,
  -720 * 1.03692775514337,
];

/** ln of B(½, df - ½) / B(½, df/2). */
function logOfBetas(df: number): number {
  const excess = df - 1;
  if (excess >= NEAR_CAUCHY) return logBeta(0.5, df - 0.5) - logBeta(0.5, df / 2);
  let [power, sum] = [1, 0];
  DERIVATIVES.forEach((derivative, at) => {
    power *= excess / (at + 1);
    sum += derivative * power * (1 - 2 ** -(at + 1));
  });
  return sum;
}

/**
 * CRPS = scale (z (2F(z) - 1) + 2 f(z) (df + z²) / (df - 1)
 *               - 2 √df / (df - 1) · B(½, df - ½) / B(½, df/2)²).
 * The last two terms grow beyond bounds as df falls to 1 and their difference does not, so that it is
 * formed first: 2 √df / B(½, df/2) · ((1 + z²/df)^(-(df-1)/2) - B(½, df - ½) / B(½, df/2)) / (df - 1).
 */
export const studentT: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) => studentTCdf(standardised(parameters, x), parameters.df),
  crps: (parameters, y) => {
    const { df, scale } = parameters;
    const z = Math.abs(standardised(parameters, y));
    const centre = z * (1 - 2 * studentTCdf(-z, df));
    const difference = Math.expm1((-(df - 1) / 2) * logOfSpread(z, df)) - Math.expm1(logOfBetas(df));
    const rest = ((2 * Math.sqrt(df)) / Math.exp(logBeta(0.5, df / 2))) * (difference / (df - 1));
    return scale * (centre + rest);
  },
  logDensity: (parameters, y) =>
    studentTLogDensity(standardised(parameters, y), parameters.df) - Math.log(parameters.scale),
};
