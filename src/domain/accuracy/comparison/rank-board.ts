import type { ClusterTotal } from '../intervals/cluster-sums.ts';
import { weightedMean } from '../intervals/mean-interval.ts';
import { percentileInterval } from '../intervals/quantile.ts';
import { randomSource } from '../intervals/random-source.ts';
import { Remembered } from '../intervals/remembered.ts';
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

export interface RankedBoard {
  /** By mean score; of everybody who has one. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Drawn when first asked for. */
  readonly intervals: () => readonly RankInterval[];
}

/**
 * Ranks by mean score with intervals from one bootstrap of clusters drawn jointly for everybody: a hard
 * cluster that is drawn twice is drawn twice for all. Reads the first column of each forecaster's
 * totals; a resample that misses a forecaster ranks the rest.
 */
export function rankBoard(
  board: ReadonlyMap<string, readonly ClusterTotal[]>,
  { level, seed, replicates = 1000, orientation = 'loss' }: RankOptions,
): RankedBoard {
  const entries = [...board].filter(([, totals]) => totals.length > 0);
  const forecasters = entries.map(([forecaster]) => forecaster);
  const clusters = [...new Set(entries.flatMap(([, totals]) => totals.map(({ cluster }) => cluster)))].sort();
  const numbers = new Map(clusters.map((cluster, at) => [cluster, at]));
  const columns = entries.map(([, totals]) => columnOf(totals, numbers));
  const means = entries.map(([, totals]) => weightedMean(totals).mean);
  const ranks = competitionRanks(means, orientation) as readonly number[];
  const drawn = known.begin(
    [
      JSON.stringify([level, seed, replicates, orientation, clusters.length]),
      ...columns.flatMap(({ cluster, sum, weight }) => [cluster, sum, weight]),
    ],
    () => () => drawnRanks(columns, clusters.length, { level, seed, replicates, orientation }),
  );
  const intervals = () =>
    drawn().map((own, at): RankInterval => {
      const [forecaster, meanScore, rank] = [forecasters[at], means[at], ranks[at]];
      return {
        forecaster: forecaster as string,
        meanScore: meanScore as number,
        rank: rank as number,
        ...own,
      };
    });
  return { ranks: new Map(forecasters.map((name, at) => [name, ranks[at] as number])), intervals };
}

type DrawnRank = Pick<RankInterval, 'lower' | 'upper' | 'shareRankedFirst'>;

/** A board takes some 10 kB. */
const known = new Remembered<readonly DrawnRank[]>(64);

function drawnRanks(
  columns: readonly Column[],
  clusters: number,
  { level, seed, replicates, orientation }: Required<RankOptions>,
): DrawnRank[] {
  const times = new Int32Array(AT_ONCE * clusters);
  const random = randomSource(seed);
  const resampled = columns.map((): number[] => []);
  for (let b = 0; b < replicates; b += AT_ONCE) {
    times.fill(0);
    const drawn = Math.min(AT_ONCE, replicates - b);
    for (let resample = 0; resample < drawn; resample += 1) {
      for (let i = 0; i < clusters; i += 1) {
        const at = AT_ONCE * random.below(clusters) + resample;
        times[at] = (times[at] as number) + 1;
      }
    }
    const ofColumns = columns.map((column) => meansOver(column, times));
    for (let resample = 0; resample < drawn; resample += 1) {
      competitionRanks(
        ofColumns.map((ofColumn) => ofColumn[resample] as number | null),
        orientation,
      ).forEach((rank, i) => {
        if (rank !== null) resampled[i]?.push(rank);
      });
    }
  }
  return columns.map((_column, i) => {
    const drawn = resampled[i] as number[];
    const { lower, upper } = percentileInterval(drawn, level);
    const shareRankedFirst = drawn.filter((rank) => rank === 1).length / drawn.length;
    return { lower: Math.floor(lower), upper: Math.ceil(upper), shareRankedFirst };
  });
}

/** What one forecaster has, in the order of the clusters. */
interface Column {
  readonly cluster: Int32Array;
  readonly sum: Float64Array;
  readonly weight: Float64Array;
}

function columnOf(totals: readonly ClusterTotal[], numbers: ReadonlyMap<string, number>): Column {
  const placed = totals
    .map(({ cluster, sums, weight }) => ({
      number: numbers.get(cluster) as number,
      sum: sums[0] as number,
      weight,
    }))
    .sort((a, b) => a.number - b.number);
  return {
    cluster: Int32Array.from(placed, ({ number }) => number),
    sum: Float64Array.from(placed, ({ sum }) => sum),
    weight: Float64Array.from(placed, ({ weight }) => weight),
  };
}

/** Resamples that are gone through together: one alone waits for each of its additions. */
const AT_ONCE = 4;

/**
 * Means of AT_ONCE resamples; null where none of the forecaster's clusters counts.
 * @param times how often each cluster counts, the resamples of a cluster side by side
 */
function meansOver({ cluster, sum, weight }: Column, times: Int32Array): (number | null)[] {
  let total = 0;
  let all = 0;
  let total1 = 0;
  let all1 = 0;
  let total2 = 0;
  let all2 = 0;
  let total3 = 0;
  let all3 = 0;
  for (let at = 0; at < cluster.length; at += 1) {
    const from = AT_ONCE * (cluster[at] as number);
    const own = sum[at] as number;
    const ownWeight = weight[at] as number;
    const often = times[from] as number;
    total += often * own;
    all += often * ownWeight;
    const often1 = times[from + 1] as number;
    total1 += often1 * own;
    all1 += often1 * ownWeight;
    const often2 = times[from + 2] as number;
    total2 += often2 * own;
    all2 += often2 * ownWeight;
    const often3 = times[from + 3] as number;
    total3 += often3 * own;
    all3 += often3 * ownWeight;
  }
  return [
    all > 0 ? total / all : null,
    all1 > 0 ? total1 / all1 : null,
    all2 > 0 ? total2 / all2 : null,
    all3 > 0 ? total3 / all3 : null,
  ];
}
