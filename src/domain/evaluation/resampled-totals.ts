/** The bootstrap interval of an evaluation: that of the reports, from totals of named clusters. */
import type { ClusterDraws } from '../accuracy/intervals/cluster-draws.ts';
import { type ClusterTotal, clusterCount } from '../accuracy/intervals/cluster-sums.ts';
import { type IntervalEstimate, withoutBounds } from '../accuracy/intervals/interval.ts';
import { weightedMean } from '../accuracy/intervals/mean-interval.ts';
import { ResampledMean, ResampledParts } from '../accuracy/intervals/resampled-mean.ts';
import { type Measure, measured, NO_FORECASTS } from '../accuracy/measure.ts';

/** What a bootstrap is drawn with. */
export interface Resampling {
  readonly draws: ClusterDraws;
  /** Name of a cluster by its number; null for rows without one. */
  readonly nameOf: (cluster: string) => string | null;
}

/** Beyond, hundreds of resamples take seconds, and `clusterRobust` has come as close as it can. */
const MAXIMUM_CLUSTERS = 20_000;

export function resampledTotals(
  totals: readonly ClusterTotal[],
  { draws, nameOf }: Resampling,
  level: number,
): Measure<IntervalEstimate> {
  const clusters = clusterCount(totals);
  if (clusters === 0) return NO_FORECASTS;
  const { mean } = weightedMean(totals);
  if (clusters > MAXIMUM_CLUSTERS) {
    const reason = `Not made for more than ${MAXIMUM_CLUSTERS} clusters, where it equals clusterRobust.`;
    return measured(withoutBounds(mean, 'clusterBootstrap', clusters, reason));
  }
  const parts = new ResampledParts();
  const alike = new Map<string, number>();
  for (const { cluster, sums, weight, times = 1 } of totals) {
    const score = sums[0] as number;
    const name = nameOf(cluster);
    if (name !== null) parts.add(name, score, weight);
    else {
      // Clusters without a name are told apart by what they hold, so that no order of rows shows.
      const content = `${score} ${weight}`;
      const first = alike.get(content) ?? 0;
      for (let at = first; at < first + times; at += 1) parts.add(`\u0000${content} ${at}`, score, weight);
      alike.set(content, first + times);
    }
  }
  const resampled = new ResampledMean(draws);
  resampled.apply(parts, 1);
  return measured(resampled.interval(mean, clusters, level));
}
