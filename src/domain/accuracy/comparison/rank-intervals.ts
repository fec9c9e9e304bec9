import type { ClusterTotal } from '../intervals/cluster-sums.ts';
import { percentileInterval } from '../intervals/quantile.ts';
import { randomSource } from '../intervals/random-source.ts';
import { competitionRanks } from './competition-ranks.ts';

export interface RankInterval {
  readonly forecaster: string;
  readonly meanScore: number;
  readonly rank: number;
  /** Ranks that the central `level` of the resamples spans, rounded outwards. */
  readonly lower: number;
  readonly upper: number;
  /** Share of the resamples ranked first, alone or tied. */
  readonly shareRankedFirst: number;
}

export interface RankOptions {
  readonly level: number;
  readonly seed: number;
  readonly replicates?: number;
  readonly orientation?: 'loss' | 'gain';
}

/**
 * Ranks by mean score with intervals from one bootstrap of clusters drawn jointly for everybody: a hard
 * cluster that is drawn twice is drawn twice for all. Reads the first column of each forecaster's
 * totals; a resample that misses a forecaster ranks the rest.
 */
export function rankIntervals(
  board: ReadonlyMap<string, readonly ClusterTotal[]>,
  { level, seed, replicates = 1000, orientation = 'loss' }: RankOptions,
): RankInterval[] {
  const entries = [...board].filter(([, totals]) => totals.length > 0);
  const clusters = [...new Set(entries.flatMap(([, totals]) => totals.map(({ cluster }) => cluster)))].sort();
  const byCluster = entries.map(([, totals]) => new Map(totals.map((total) => [total.cluster, total])));
  const columns = byCluster.map((totals) => clusters.map((cluster) => totals.get(cluster)));
  const all = Int32Array.from(clusters.keys());
  const means = columns.map((column) => meanOver(column, all) as number);
  const ranks = competitionRanks(means, orientation);
  const random = randomSource(seed);
  const draw = new Int32Array(clusters.length);
  const resampled = entries.map((): number[] => []);
  for (let b = 0; b < replicates; b += 1) {
    for (let i = 0; i < draw.length; i += 1) draw[i] = random.below(draw.length);
    competitionRanks(
      columns.map((column) => meanOver(column, draw)),
      orientation,
    ).forEach((rank, i) => {
      if (rank !== null) resampled[i]?.push(rank);
    });
  }
  return entries.map(([forecaster], i) => {
    const drawn = resampled[i] as number[];
    const { lower, upper } = percentileInterval(drawn, level);
    const shareRankedFirst = drawn.filter((rank) => rank === 1).length / drawn.length;
    const bounds = { lower: Math.floor(lower), upper: Math.ceil(upper) };
    return {
      forecaster,
      meanScore: means[i] as number,
      rank: ranks[i] as number,
      ...bounds,
      shareRankedFirst,
    };
  });
}

function meanOver(column: readonly (ClusterTotal | undefined)[], draw: Int32Array): number | null {
  let sum = 0;
  let weight = 0;
  for (const index of draw) {
    const total = column[index];
    if (!total) continue;
    sum += total.sums[0] as number;
    weight += total.weight;
  }
  return weight > 0 ? sum / weight : null;
}
