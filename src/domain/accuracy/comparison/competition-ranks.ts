/**
 * Ranks in the order given, 1 is best, equals share the better rank and leave a gap ("1224"). Null
 * (an undefined score) has no rank. `loss`: lower is better.
 */
export function competitionRanks(
  scores: readonly (number | null)[],
  orientation: 'loss' | 'gain' = 'loss',
): (number | null)[] {
  const sign = orientation === 'loss' ? 1 : -1;
  const sorted = Float64Array.from(
    scores.filter((score) => score !== null),
    (score) => sign * score,
  ).sort();
  const rankOf = new Map<number, number>();
  sorted.forEach((score, i) => {
    if (!rankOf.has(score)) rankOf.set(score, i + 1);
  });
  return scores.map((score) => (score === null ? null : (rankOf.get(sign * score) as number)));
}
