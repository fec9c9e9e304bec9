/** Which passages of two coders are about the same words. Codes play no part in it. */

export interface Passage {
  readonly start: number;
  readonly end: number;
}

export interface Match<First extends Passage, Second extends Passage> {
  readonly first: First;
  readonly second: Second;
}

/** Share of the shorter passage that has to lie in the other one. */
const LEAST_CONTAINMENT = 0.5;

export function overlapOf(a: Passage, b: Passage): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** Overlap by the length of the shorter passage. */
export function containment(a: Passage, b: Passage): number {
  return overlapOf(a, b) / Math.min(a.end - a.start, b.end - b.start);
}

/** Overlap by the length of both together. */
export function jaccard(a: Passage, b: Passage): number {
  const overlap = overlapOf(a, b);
  return overlap / (a.end - a.start + b.end - b.start - overlap);
}

/**
 * One-to-one: of all pairs of which half of the shorter passage lies in the other, the pair with the
 * highest Jaccard index first, then the next of what is left. Ties go to the earlier passage.
 */
export function matchPassages<First extends Passage, Second extends Passage>(
  firsts: readonly First[],
  seconds: readonly Second[],
  leastJaccard = 0,
): Match<First, Second>[] {
  const candidates = firsts.flatMap((first, i) =>
    seconds.flatMap((second, j) =>
      containment(first, second) >= LEAST_CONTAINMENT && jaccard(first, second) >= leastJaccard
        ? [{ first, second, i, j, score: jaccard(first, second) }]
        : [],
    ),
  );
  candidates.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j);
  const taken = { first: new Set<number>(), second: new Set<number>() };
  return candidates
    .filter(({ i, j }) => {
      if (taken.first.has(i) || taken.second.has(j)) return false;
      taken.first.add(i);
      taken.second.add(j);
      return true;
    })
    .sort((a, b) => a.i - b.i)
    .map(({ first, second }) => ({ first, second }));
}

/** How many passages have one of the other coder's with at least half of the shorter in common. */
export function coveredBy(passages: readonly Passage[], others: readonly Passage[]): number {
  return passages.filter((passage) =>
    others.some((other) => containment(passage, other) >= LEAST_CONTAINMENT),
  ).length;
}
