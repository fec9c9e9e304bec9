import type { RandomSource } from './random-source.ts';

// Below this mean the inversion takes few steps; above it the rejection of Hörmann is quicker.
const INVERSION_UP_TO = 12;

/**
 * A binomial number: successes in `n` trials of chance `p`. Exact for every n: inversion for a small
 * mean, else the transformed rejection BTRS (Hörmann 1993), about 1.2 pairs of uniforms a draw.
 */
export function binomialDraw(random: RandomSource, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialDraw(random, n, 1 - p);
  return n * p < INVERSION_UP_TO ? byInversion(random, n, p) : byRejection(random, n, p);
}

function byInversion(random: RandomSource, n: number, p: number): number {
  const odds = p / (1 - p);
  let chance = (1 - p) ** n;
  let left = random.uniform();
  let k = 0;
  while (left > chance && k < n) {
    left -= chance;
    k += 1;
    chance *= (odds * (n - k + 1)) / k;
  }
  return k;
}

function byRejection(random: RandomSource, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const squeeze = 0.92 - 4.2 / b;
  const logOdds = Math.log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const atMode = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= squeeze) return k;
    const bound = atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

const SMALL = [0, 0];
for (let k = 2; k < 10; k += 1) SMALL.push((SMALL[k - 1] as number) + Math.log(k));

/** ln k!, Stirling's series from 10 on: error below 1e-11. */
function logFactorial(k: number): number {
  if (k < 10) return SMALL[k] as number;
  const x = k + 1;
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + series;
}
