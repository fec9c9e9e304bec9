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

/** The central interval at `level` (0.95: from the 2.5 % to the 97.5 % quantile) of resampled values, none NaN. */
export function percentileInterval(
  values: ArrayLike<number>,
  level: number,
): { lower: number; upper: number } {
  const partly = Float64Array.from(values);
  let from = 0;
  for (const at of [(1 - level) / 2, (1 + level) / 2]) {
    const below = Math.floor((partly.length - 1) * at);
    // What lies before a place that is right already is no larger: it need not be looked at again.
    putInPlace(partly, below, from);
    if (below + 1 < partly.length) bringSmallest(partly, below + 1);
    from = below;
  }
  return { lower: sortedQuantile(partly, (1 - level) / 2), upper: sortedQuantile(partly, (1 + level) / 2) };
}

/** Puts the smallest value from that place on into it. */
function bringSmallest(values: Float64Array, place: number): void {
  let least = place;
  for (let at = place + 1; at < values.length; at += 1)
    if ((values[at] as number) < (values[least] as number)) least = at;
  const moved = values[place] as number;
  values[place] = values[least] as number;
  values[least] = moved;
}

/**
 * Puts the value that sorting would put at `place` there, no larger ones before it, no smaller ones
 * behind it (Hoare 1961); those before `start` are no larger already. Four places of a thousand cost a fifth of sorting them.
 */
function putInPlace(values: Float64Array, place: number, start: number): void {
  let [from, to] = [start, values.length - 1];
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    let [left, right] = [from, to];
    while (left <= right) {
      while ((values[left] as number) < pivot) left += 1;
      while (pivot < (values[right] as number)) right -= 1;
      if (left > right) break;
      const moved = values[left] as number;
      values[left] = values[right] as number;
      values[right] = moved;
      left += 1;
      right -= 1;
    }
    if (place <= right) to = right;
    else if (place >= left) from = left;
    else return;
  }
}
