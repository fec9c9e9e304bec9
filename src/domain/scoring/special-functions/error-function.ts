/**
 * The complement of the error function, to a few units in the last place.
 * Series and continued fraction: DLMF 7.6.2 and 7.9.1.
 */

/** Below this the series is used, above it the continued fraction; both are short on their side. */
const SWITCH = 1;
const ROOT_PI = Math.sqrt(Math.PI);

/** erfc(x) = 2/sqrt(pi) * integral of exp(-t^2) from x on, with its own digits where it is small. */
export function erfc(x: number): number {
  if (x >= SWITCH) return tail(x);
  if (x <= -SWITCH) return 2 - tail(-x);
  return x < 0 ? 1 + series(-x) : 1 - series(x);
}

/**
 * exp(-x^2). The square is split, since its rounding error would be multiplied by x^2.
 */
export function expOfMinusSquare(x: number): number {
  const high = Math.round(x * 16) / 16;
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}

/** erf(x) = 2 x exp(-x^2) / sqrt(pi) * sum of (2 x^2)^n / (1 3 5 ... (2n+1)): no term is negative. */
function series(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 * x * expOfMinusSquare(x) * sum) / ROOT_PI;
}

/** erfc(x) = exp(-x^2)/sqrt(pi) * 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), by Lentz's method. */
function tail(x: number): number {
  const front = x > 40 ? 0 : expOfMinusSquare(x);
  if (front === 0) return 0;
  let value = x;
  let numerators = x;
  let denominators = 0;
  for (let n = 1; n < 1000; n += 1) {
    denominators = 1 / (x + (n / 2) * denominators);
    numerators = x + n / 2 / numerators;
    const change = numerators * denominators;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return front / ROOT_PI / value;
}
