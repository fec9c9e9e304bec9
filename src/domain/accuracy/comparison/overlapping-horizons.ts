/** Until when a forecast could be wrong: from when it was made to when the outcome was known, in one unit. */
export interface Horizon {
  readonly from: number;
  readonly known: number;
}

/**
 * The lag of a Diebold-Mariano test: differences that many places apart in the order of `known`, and
 * more, come from horizons without a common moment. 1 where none overlap. `horizons` ascend by `known`.
 * O(n log n).
 */
export function overlapLag(horizons: readonly Horizon[]): number {
  let farthest = 0;
  horizons.forEach(({ from }, at) => {
    let [low, high] = [0, at];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((horizons[middle] as Horizon).known > from) high = middle;
      else low = middle + 1;
    }
    farthest = Math.max(farthest, at - low);
  });
  return farthest + 1;
}
