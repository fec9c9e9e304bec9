import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { type BootstrapOptions, fromReplicates, type SumsStatistic } from './cluster-bootstrap.ts';
import type { IntervalEstimate } from './interval.ts';

/**
 * The mergeable bootstrap: in resample b cluster c counts Poisson(1) times, a number that depends on
 * (seed, c, b) alone. Slices summed apart and merged equal one pass, and no row is kept.
 */
export class PoissonBootstrap {
  readonly #seed: number;
  readonly #sums: readonly (readonly ExactSum[])[];
  readonly #weights: readonly ExactSum[];
  readonly #clusters = new Map<string, number>();

  /** @param columns values a row has @param replicates resamples, 200 to 1000 */
  constructor(seed: number, columns: number, replicates: number) {
    this.#seed = seed;
    this.#weights = Array.from({ length: replicates + 1 }, () => new ExactSum());
    this.#sums = this.#weights.map(() => Array.from({ length: columns }, () => new ExactSum()));
  }

  add(cluster: string, values: readonly number[], weight = 1): void {
    this.#apply(cluster, values, weight, 1);
  }

  /** Undoes an `add` of the same arguments, to the bit. */
  remove(cluster: string, values: readonly number[], weight = 1): void {
    this.#apply(cluster, values, weight, -1);
  }

  /** Adds a slice made with the same seed, columns and replicates. */
  merge(other: PoissonBootstrap): void {
    other.#weights.forEach((weight, b) => {
      this.#weights[b]?.addSum(weight);
      this.#sums[b]?.forEach((sum, column) => {
        sum.addSum(other.#sums[b]?.[column] as ExactSum);
      });
    });
    for (const [cluster, rows] of other.#clusters) this.#count(cluster, rows);
  }

  interval(statistic: SumsStatistic, level: BootstrapOptions['level']): Measure<IntervalEstimate> {
    if (this.#clusters.size === 0) return NO_FORECASTS;
    const values = this.#weights.map((weight, b) => {
      return statistic(this.#sums[b]?.map((sum) => sum.value) ?? [], weight.value);
    });
    const [estimate, ...resampled] = values as [number, ...number[]];
    // A resample in which every cluster counts 0 times has no mean; with few clusters it happens.
    const usable = Float64Array.from(resampled.filter((_, b) => (this.#weights[b + 1]?.value ?? 0) > 0));
    return measured(fromReplicates(estimate, usable, level, this.#clusters.size, 'poissonBootstrap'));
  }

  #apply(cluster: string, values: readonly number[], weight: number, sign: 1 | -1): void {
    const key = hashText(cluster, this.#seed);
    this.#weights.forEach((total, b) => {
      // Resample 0 counts everything once: it is the estimate.
      const times = b === 0 ? 1 : poissonOne(mix(key, b));
      if (times === 0) return;
      total.add(sign * times * weight);
      this.#sums[b]?.forEach((sum, column) => {
        sum.add(sign * times * weight * (values[column] as number));
      });
    });
    this.#count(cluster, sign);
  }

  #count(cluster: string, rows: number): void {
    const left = (this.#clusters.get(cluster) ?? 0) + rows;
    if (left === 0) this.#clusters.delete(cluster);
    else this.#clusters.set(cluster, left);
  }
}

// P(X <= k) · 2^32 for a Poisson number of mean 1.
const BOUNDS: number[] = [];
for (let k = 0, chance = Math.exp(-1), below = 0; k < 12; k += 1, chance /= k) {
  below += chance;
  BOUNDS.push(below * 4294967296);
}

function poissonOne(uniform: number): number {
  let k = 0;
  while (k < BOUNDS.length && uniform >= (BOUNDS[k] as number)) k += 1;
  return k;
}

/** FNV-1a over the UTF-16 units in two lanes, so that 64 bits stand for a cluster. */
function hashText(text: string, seed: number): readonly [number, number] {
  let a = 0x811c9dc5 ^ seed;
  let b = 0x9747b28c ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
    b ^= b >>> 15;
  }
  return [a, b];
}

/** The finalizer of MurmurHash3 over key and resample. */
function mix([a, b]: readonly [number, number], replicate: number): number {
  let h = a ^ Math.imul(replicate, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}
