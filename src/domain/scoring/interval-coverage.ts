/**
 * Share of outcomes inside their intervals, ends included, 0..1; to be compared with the probability
 * the intervals were stated with. A diagnostic: the widest interval is always covered.
 */

/** Null of no intervals. */
export function intervalCoverage(
  intervals: readonly { readonly lower: number; readonly upper: number; readonly y: number }[],
): number | null {
  if (intervals.length === 0) return null;
  const inside = intervals.filter(({ lower, upper, y }) => lower <= y && y <= upper);
  return inside.length / intervals.length;
}
