/**
 * How often a cluster counts in each resample: Poisson(1), from a hash of (seed, cluster, resample)
 * alone. No order of clusters shows, and a cluster counts the same in every group, rule and process.
 */

/** Resamples of each interval of a mean: its ends vary by an eighth of its standard error between seeds. */
export const REPLICATES = 500;

// Cells under different rules ask for the same clusters, one family of the record after the other.
const REMEMBERED = 1024;

export class ClusterDraws {
  readonly #seed: number;
  #known = new Map<string, Uint8Array>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** One count a resample. */
  of(cluster: string): Uint8Array {
    const known = this.#known.get(cluster);
    if (known !== undefined) return known;
    const [a, b] = hashText(cluster, this.#seed);
    const draws = new Uint8Array(REPLICATES);
    for (let replicate = 0; replicate < REPLICATES; replicate += 1)
      draws[replicate] = poissonOne(mixed(a, b, replicate + 1));
    if (this.#known.size >= REMEMBERED) this.#known = new Map();
    this.#known.set(cluster, draws);
    return draws;
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
function mixed(a: number, b: number, replicate: number): number {
  let h = a ^ Math.imul(replicate, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}
