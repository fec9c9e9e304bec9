import type { RandomSource } from './random-source.ts';

// Below this mean the inversion takes few steps; above it the rejection of Hörmann is quicker.
const INVERSION_UP_TO = 12;

/** Of so many trials at most chances are kept: a bootstrap of a group asks for few numbers, again and again. */
const MOST_TRIALS = 2048;

/**
 * Binomial numbers of one chance: successes in so many trials. Exact for every number of trials:
 * inversion for a small mean, else the transformed rejection BTRS (Hörmann 1993), about 1.2 pairs of
 * uniforms a draw. Computing the chances anew took three quarters of a draw by inversion.
 */
export class BinomialDraws {
  /** At most 1/2; else failures are drawn. */
  readonly #p: number;
  readonly #ofFailures: boolean;
  /** Of 0, 1, ... successes in n trials, by n, as far as a draw has come. */
  readonly #chances: (number[] | undefined)[] = [];

  constructor(p: number) {
    this.#ofFailures = p > 0.5;
    this.#p = this.#ofFailures ? 1 - p : p;
  }

  draw(random: RandomSource, n: number): number {
    const drawn = this.#drawn(random, n);
    return this.#ofFailures ? n - drawn : drawn;
  }

  #drawn(random: RandomSource, n: number): number {
    const p = this.#p;
    if (n === 0 || p <= 0) return 0;
    return n * p < INVERSION_UP_TO ? this.#byInversion(random, n) : byRejection(random, n, p);
  }

  #byInversion(random: RandomSource, n: number): number {
    const chances = this.#chancesOf(n);
    const odds = this.#p / (1 - this.#p);
    let left = random.uniform();
    let k = 0;
    while (left > (chances[k] as number) && k < n) {
      left -= chances[k] as number;
      k += 1;
      if (k === chances.length) chances.push((chances[k - 1] as number) * ((odds * (n - k + 1)) / k));
    }
    return k;
  }

  #chancesOf(n: number): number[] {
    const known = this.#chances[n];
    if (known !== undefined) return known;
    const chances = [(1 - this.#p) ** n];
    if (n <= MOST_TRIALS) {
      while (this.#chances.length <= n) this.#chances.push(undefined);
      this.#chances[n] = chances;
    }
    return chances;
  }
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
