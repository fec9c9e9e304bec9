/** An estimate with its uncertainty. Bounds and standard error are null where they are undefined. */
export interface IntervalEstimate {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly se: number | null;
  /** How the interval was made, e.g. `t`, `clusterRobust`, `clusterBootstrap`. */
  readonly method: string;
  /** Independent units behind the interval. */
  readonly clusters: number;
  /** Kish: as many clusters of equal weight would say as much. Absent where their weights are not told. */
  readonly effectiveClusters?: number;
  /** Why there are no bounds; null when there are. */
  readonly reason: string | null;
}

/** An estimate without bounds, and why. */
export function withoutBounds(
  estimate: number,
  method: string,
  clusters: number,
  reason: string,
): IntervalEstimate {
  return { estimate, lower: null, upper: null, se: null, method, clusters, reason };
}
