/**
 * The gamma function's logarithm and the incomplete gamma functions, near double precision.
 * DLMF 5.11 and 8.11.4, 8.9.2; the prefactors in the form of Loader 2000, "Fast and accurate
 * computation of binomial probabilities", which does not subtract large logarithms.
 */

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
const MAXIMUM_STEPS = 1_000_000;

/** ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2), for x > 0: what Stirling's formula leaves out. */
export function stirlingRemainder(x: number): number {
  let shifted = x;
  let remainder = 0;
  while (shifted < 10) {
    remainder += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const s = 1 / (shifted * shifted);
  const series =
    1 / 12 -
    s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s * (1 / 156))))));
  return remainder + series / shifted;
}

/** ln Gamma(x) for x > 0; Infinity at 0. */
export function logGamma(x: number): number {
  if (!(x >= 0)) throw new RangeError('logGamma is for numbers from 0');
  if (x === 0 || x === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (x >= 10) return stirling(x);
  // Upwards by the recurrence; small integers come out as the logarithm of an exact factorial.
  if (Number.isInteger(x)) {
    let factorial = 1;
    for (let factor = 2; factor < x; factor += 1) factorial *= factor;
    return Math.log(factorial);
  }
  let product = 1;
  let shifted = x;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  return stirling(shifted) - Math.log(product);
}

function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingRemainder(x);
}

/**
 * x ln(x/m) + m - x, without the loss of digits where x is near m.
 * @param difference x - m, where the caller knows it to more digits than the subtraction gives
 */
export function deviance(x: number, m: number, difference = x - m): number {
  if (x === 0) return m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  // With v = (x-m)/(x+m): ln(x/m) = 2 (v + v^3/3 + v^5/5 + ...), and x v - (x-m)/2 = (x-m) v / 2.
  const v = difference / (x + m);
  let power = 2 * x * v;
  let sum = difference * v;
  for (let odd = 3; odd < 200; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** ln of x^a e^-x / Gamma(a+1), the Poisson probability of a (whole or not) at mean x. */
export function logPoissonWeight(a: number, x: number): number {
  if (a === 0) return -x;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return -stirlingRemainder(a) - deviance(a, x) - HALF_LOG_TWO_PI - Math.log(a) / 2;
}

/** P(a, x): share of the gamma integral up to x; the cdf of a gamma variable of shape a and rate 1. */
export function regularizedGammaP(a: number, x: number): number {
  check(a, x);
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), with its own digits where it is small. */
export function regularizedGammaQ(a: number, x: number): number {
  check(a, x);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function check(a: number, x: number): void {
  if (!(a > 0) || !(x >= 0)) throw new RangeError('the incomplete gamma functions need a > 0 and x >= 0');
}

/** P = x^a e^-x / Gamma(a+1) * (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...) */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAXIMUM_STEPS && term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, Math.exp(logPoissonWeight(a, x)) * sum);
}

/** Q = x^a e^-x / Gamma(a) * 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))), by Lentz's method. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let numerators = 1 / tiny;
  let denominators = 1 / b;
  let value = denominators;
  for (let n = 1; n < MAXIMUM_STEPS; n += 1) {
    const factor = -n * (n - a);
    b += 2;
    denominators = factor * denominators + b;
    if (Math.abs(denominators) < tiny) denominators = tiny;
    numerators = b + factor / numerators;
    if (Math.abs(numerators) < tiny) numerators = tiny;
    denominators = 1 / denominators;
    const change = denominators * numerators;
    value *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return Math.min(1, Math.exp(logPoissonWeight(a, x)) * a * value);
}
