// pure-rand is the only package besides Zod in the domain: a bootstrap must repeat from its seed.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeds are whole numbers of 32 bits, in every report alike. */
export const MAXIMUM_SEED = 2 ** 32 - 1;

/** A stream of random numbers that its seed determines wholly. */
export interface RandomSource {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform whole number in 0..size - 1; size up to 2^32. */
  below(size: number): number;
}

/** The stream of a seed (0 to MAXIMUM_SEED). */
export function randomSource(seed: number): RandomSource {
  const generator = xoroshiro128plus(seed | 0);
  let [limit, limitOf] = [0, 0];
  return {
    uniform: () => uniformFloat64(generator),
    below: (size) => {
      // Values above the last whole multiple of size would favour small numbers: drawn again.
      if (size !== limitOf) [limit, limitOf] = [4294967296 - (4294967296 % size), size];
      let drawn = generator.next() >>> 0;
      while (drawn >= limit) drawn = generator.next() >>> 0;
      // The remainder, exact for 32 bits, at a fraction of the cost of % on doubles.
      return drawn - size * Math.floor(drawn / size);
    },
  };
}
