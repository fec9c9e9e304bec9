import { ExactSum } from '../exact-sum.ts';
import type { ClusterCells } from './resampled-tables.ts';

/** What the forecasts of one column deviate by: those whose answer was no, and those whose answer was yes. */
export type Deviation = (column: number) => readonly [no: number, yes: number];

/**
 * G/(G-1)·Σ_g a_g·b_g over the G clusters, where a_g and b_g sum the weighted deviations of cluster g: the
 * variance (or covariance) of a sum whose terms depend on each other inside clusters, CR1 of Cameron &
 * Miller 2015. Null where there is one cluster.
 */
export function clusterSquares(cells: ClusterCells, a: Deviation, b: Deviation = a): number | null {
  const clusters = cells.starts.length - 1;
  if (clusters < 2) return null;
  const sum = new ExactSum();
  for (let cluster = 0; cluster < clusters; cluster += 1) {
    const first = clusterSum(cells, cluster, a);
    sum.add(first * (a === b ? first : clusterSum(cells, cluster, b)));
  }
  return (clusters / (clusters - 1)) * sum.value;
}

function clusterSum({ starts, column, no, yes }: ClusterCells, cluster: number, of: Deviation): number {
  const sum = new ExactSum();
  const end = starts[cluster + 1] as number;
  for (let at = starts[cluster] as number; at < end; at += 1) {
    const [whenNo, whenYes] = of(column[at] as number);
    const [weightOfNo, weightOfYes] = [no[at] as number, yes[at] as number];
    if (weightOfNo > 0) sum.add(weightOfNo * whenNo);
    if (weightOfYes > 0) sum.add(weightOfYes * whenYes);
  }
  return sum.value;
}
