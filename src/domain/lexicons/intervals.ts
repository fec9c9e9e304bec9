/** How the intervals of a lexicon lie in 0..1: what they leave out, and where they lie on each other. */

export interface LexiconInterval {
  readonly lower: number;
  readonly upper: number;
}

/** The intervals, each once however many phrases have it, by their lower and then their upper end. */
export function distinctIntervals(entries: readonly LexiconInterval[]): LexiconInterval[] {
  const found = new Map(entries.map(({ lower, upper }) => [`${lower} ${upper}`, { lower, upper }]));
  return [...found.values()].sort((a, b) => a.lower - b.lower || a.upper - b.upper);
}

/** The parts of 0..1 that no interval covers; single points between two intervals are none. */
export function gapsOf(entries: readonly LexiconInterval[]): LexiconInterval[] {
  const gaps: LexiconInterval[] = [];
  let reached = 0;
  for (const { lower, upper } of distinctIntervals(entries)) {
    if (lower > reached) gaps.push({ lower: reached, upper: lower });
    reached = Math.max(reached, upper);
  }
  return reached < 1 ? [...gaps, { lower: reached, upper: 1 }] : gaps;
}

/** What two different intervals both cover, for every such pair; a common end is nothing. */
export function overlapsOf(entries: readonly LexiconInterval[]): LexiconInterval[] {
  const intervals = distinctIntervals(entries);
  return intervals.flatMap((first, at) =>
    intervals
      .slice(at + 1)
      .map((second) => ({ lower: second.lower, upper: Math.min(first.upper, second.upper) }))
      .filter(({ lower, upper }) => lower < upper),
  );
}

/** Whether they cut 0..1 without gap or overlap, so that a phrase is the choice of one cell. */
export function isPartition(entries: readonly LexiconInterval[]): boolean {
  return (
    gapsOf(entries).length === 0 &&
    overlapsOf(entries).length === 0 &&
    entries.every(({ lower, upper }) => lower < upper)
  );
}
