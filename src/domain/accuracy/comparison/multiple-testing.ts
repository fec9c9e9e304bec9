/** p-values adjusted for the number of comparisons, in the order given; each at most 1. */
export interface AdjustedPValues {
  /** Holm 1979: bounds the chance of any false finding. */
  readonly holm: readonly number[];
  /** Benjamini & Hochberg 1995: bounds the expected share of false findings. */
  readonly bh: readonly number[];
}

export function adjustPValues(p: readonly number[]): AdjustedPValues {
  const ascending = p.map((_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number));
  const holm = new Array<number>(p.length);
  const bh = new Array<number>(p.length);
  let largest = 0;
  ascending.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * (p[index] as number)));
    holm[index] = largest;
  });
  let smallest = 1;
  for (let rank = p.length; rank >= 1; rank -= 1) {
    const index = ascending[rank - 1] as number;
    const value = p[index] as number;
    // Not below the value itself, which rounding of n·p/n could bring about.
    smallest = Math.min(smallest, Math.max(value, (value * p.length) / rank));
    bh[index] = smallest;
  }
  return { holm, bh };
}
