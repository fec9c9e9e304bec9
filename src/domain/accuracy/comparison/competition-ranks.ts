/**
 * Ranks in the order given, 1 is best, equals share the better rank and leave a gap ("1224"). Null
 * (an undefined score) has no rank. `loss`: lower is better. Scores that agree to 12 digits are equal: the
 * rest of a mean depends on the order in which it was summed.
 */
export function competitionRanks(
  scores: readonly (number | null)[],
  orientation: 'loss' | 'gain' = 'loss',
): (number | null)[] {
  const sign = orientation === 'loss' ? 1 : -1;
  const keys = scores.map((score) => (score === null ? null : sign * inFortyBits(score)));
  const sorted = Float64Array.from(keys.filter((key) => key !== null)).sort();
  const rankOf = new Map<number, number>();
  sorted.forEach((key, i) => {
    if (!rankOf.has(key)) rankOf.set(key, i + 1);
  });
  return keys.map((key) => (key === null ? null : (rankOf.get(key) as number)));
}

/** The nearest number whose mantissa has 40 of the 53 bits (Veltkamp's splitting; Dekker 1971). */
function inFortyBits(value: number): number {
  const scaled = value * (2 ** 13 + 1);
  return Number.isFinite(scaled) ? scaled - (scaled - value) : value;
}
