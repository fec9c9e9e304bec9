/**
 * The beta function's logarithm, the incomplete beta function and its inverse, near double precision.
 * Continued fraction DLMF 8.17.22; the prefactor after Loader 2000 (see gamma.ts).
 */
import { deviance, logGamma, stirlingRemainder } from './gamma.ts';

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
const MAXIMUM_STEPS = 1_000_000;

/** ln B(a, b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const p = Math.min(a, b);
  const q = Math.max(a, b);
  if (!(p > 0)) throw new RangeError('logBeta needs numbers above 0');
  if (q < 10) return logGamma(p) + logGamma(q) - logGamma(p + q);
  const share = stirlingRemainder(q) - stirlingRemainder(p + q);
  const logOfShare = Math.log1p(-p / (p + q));
  if (p < 10) return logGamma(p) + share + (q - 0.5) * logOfShare - p * Math.log(p + q) + p;
  return (
    HALF_LOG_TWO_PI +
    stirlingRemainder(p) +
    share +
    (p - 0.5) * Math.log(p / (p + q)) +
    q * logOfShare -
    Math.log(q) / 2
  );
}

/** ln of B(2a, 2b) / B(a, b)²: of large shapes both are beyond any number, and their powers cancel. */
export function logBetaOfDoubles(a: number, b: number): number {
  const remainder = (factor: number): number =>
    stirlingRemainder(factor * a) + stirlingRemainder(factor * b) - stirlingRemainder(factor * (a + b));
  const powers = (Math.log(a) + Math.log(b) - Math.log(a + b) - Math.LN2) / 2;
  return remainder(2) - 2 * remainder(1) + powers - HALF_LOG_TWO_PI;
}

/** ln of x^a (1-x)^b / B(a, b); `complement` is 1 - x. */
export function logBetaWeight(x: number, complement: number, a: number, b: number): number {
  const n = a + b;
  // a - n x, written without the subtraction of two numbers of which one is rounded.
  const difference = a * complement - b * x;
  return (
    stirlingRemainder(n) -
    stirlingRemainder(a) -
    stirlingRemainder(b) -
    deviance(a, n * x, difference) -
    deviance(b, n * complement, -difference) +
    (Math.log(a) + Math.log(b) - Math.log(n)) / 2 -
    HALF_LOG_TWO_PI
  );
}

/**
 * I_x(a, b): the cdf at x of a beta variable of shapes a and b.
 * @param complement 1 - x, where the caller knows it to more digits than the subtraction gives
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (!(a > 0 && b > 0)) throw new RangeError('the incomplete beta function needs shapes above 0');
  if (!(x >= 0 && x <= 1)) throw new RangeError('the incomplete beta function is for x from 0 to 1');
  if (x === 0) return 0;
  if (complement === 0) return 1;
  return x < (a + 1) / (a + b + 2) ? fraction(x, complement, a, b) : 1 - fraction(complement, x, b, a);
}

/** The two tails at x, each with its own digits. */
function tails(x: number, complement: number, a: number, b: number): readonly [number, number] {
  if (x < (a + 1) / (a + b + 2)) {
    const lower = x === 0 ? 0 : fraction(x, complement, a, b);
    return [lower, 1 - lower];
  }
  const upper = complement === 0 ? 0 : fraction(complement, x, b, a);
  return [1 - upper, upper];
}

function fraction(x: number, complement: number, a: number, b: number): number {
  const tiny = 1e-300;
  const guard = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let numerators = 1;
  let denominators = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let value = denominators;
  const step = (factor: number): number => {
    denominators = 1 / guard(1 + factor * denominators);
    numerators = guard(1 + factor / numerators);
    return denominators * numerators;
  };
  for (let m = 1; m < MAXIMUM_STEPS; m += 1) {
    value *= step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    value *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return Math.min(1, (Math.exp(logBetaWeight(x, complement, a, b)) * value) / a);
}

/**
 * The x with I_x(a, b) = p, and 1 - x with its own digits.
 * Newton's method on the log odds of x (where both ends are resolved), kept in a bracket that
 * every step narrows, on the smaller of the two tails.
 */
export function incompleteBetaInversePair(
  p: number,
  a: number,
  b: number,
): { readonly x: number; readonly complement: number } {
  if (!(p >= 0 && p <= 1)) throw new RangeError('a probability is from 0 to 1');
  if (p === 0) return { x: 0, complement: 1 };
  if (p === 1) return { x: 1, complement: 0 };
  let low = -745;
  let high = 709;
  let odds = Math.min(Math.max(Math.log(a / b), low), high);
  const place = (at: number) => ({ x: 1 / (1 + Math.exp(-at)), complement: 1 / (1 + Math.exp(at)) });
  for (let step = 0; step < 400; step += 1) {
    const { x, complement } = place(odds);
    const [lower, upper] = tails(x, complement, a, b);
    const error = p <= 0.5 ? lower - p : 1 - p - upper;
    if (error === 0) break;
    if (error > 0) high = odds;
    else low = odds;
    // Newton on the logarithm of the smaller tail: near straight lines far out, where tails are powers.
    const tail = p <= 0.5 ? lower : upper;
    const goal = p <= 0.5 ? p : 1 - p;
    const slope = Math.exp(logBetaWeight(x, complement, a, b)) / tail;
    const move = (p <= 0.5 ? -1 : 1) * (Math.log(tail / goal) / slope);
    const next = odds + move;
    const inside = Number.isFinite(next) && next > low && next < high;
    const chosen = inside ? next : (low + high) / 2;
    if (Math.abs(chosen - odds) <= 1e-16 * Math.abs(odds) || chosen === odds) break;
    odds = chosen;
  }
  return place(odds);
}
