/**
 * Sample quantile of type 7 (Hyndman & Fan 1996), the default of R and numpy. `sorted` ascends and is
 * not empty; `level` in 0..1. Infinite values are handled as order demands.
 */
export function sortedQuantile(sorted: ArrayLike<number>, level: number): number {
  const position = (sorted.length - 1) * level;
  const below = Math.floor(position);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower === upper || position === below ? lower : lower + (position - below) * (upper - lower);
}

/** The central interval at `level` (0.95: from the 2.5 % to the 97.5 % quantile) of resampled values. */
export function percentileInterval(
  values: ArrayLike<number>,
  level: number,
): { lower: number; upper: number } {
  const sorted = Float64Array.from(values).sort();
  return { lower: sortedQuantile(sorted, (1 - level) / 2), upper: sortedQuantile(sorted, (1 + level) / 2) };
}
