/** Forecasts made from a seed, for speed only: how many are distinct decides what sorting and grouping cost. */
import { randomSource } from '../../src/domain/accuracy/intervals/random-source.ts';

/** `percents`: 101 distinct probabilities, as people give them; `continuous`: nearly all distinct, as models do. */
export const kinds = ['percents', 'continuous'] as const;
export type Kind = (typeof kinds)[number];

export interface Forecasts {
  readonly p: Float64Array;
  /** 0 or 1; over-confident forecasters, so that isotonic regression has something to pool. */
  readonly outcome: Uint8Array;
  /** Number of the cluster, 20 forecasts each on average. */
  readonly cluster: Int32Array;
  readonly clusterName: readonly string[];
}

const EACH_CLUSTER = 20;

export function madeUpForecasts(size: number, kind: Kind, seed = 1): Forecasts {
  const random = randomSource(seed);
  const p = new Float64Array(size);
  const outcome = new Uint8Array(size);
  const cluster = new Int32Array(size);
  const names = Array.from({ length: size / EACH_CLUSTER }, (_, number) => `question-${number}`);
  for (let row = 0; row < size; row += 1) {
    const drawn = random.uniform();
    p[row] = kind === 'percents' ? Math.round(drawn * 100) / 100 : drawn;
    outcome[row] = random.uniform() < 0.1 + 0.8 * drawn ? 1 : 0;
    cluster[row] = random.below(names.length);
  }
  // Certain forecasts are right, or every mean log score would be infinite.
  for (let row = 0; row < size; row += 1) {
    if (p[row] === 0 || p[row] === 1) outcome[row] = p[row] as number;
  }
  const clusterName = Array.from(cluster, (number) => names[number] as string);
  return { p, outcome, cluster, clusterName };
}
