/** Coefficients of agreement between coders. Undefined (no variation, no data) is null, never 0. */

/** Two coders' codes of one thing. */
export type CodePair = readonly [string, string];

export function rawAgreement(pairs: readonly CodePair[]): number | null {
  return pairs.length === 0 ? null : pairs.filter(([a, b]) => a === b).length / pairs.length;
}

/** Cohen 1960, unweighted. Null where chance alone would agree on everything. */
export function cohenKappa(pairs: readonly CodePair[]): number | null {
  const observed = rawAgreement(pairs);
  if (observed === null) return null;
  const first = countsOf(pairs.map(([code]) => code));
  const second = countsOf(pairs.map(([, code]) => code));
  let expected = 0;
  for (const [code, count] of first) expected += count * (second.get(code) ?? 0);
  const total = pairs.length ** 2;
  return expected === total ? null : (observed - expected / total) / (1 - expected / total);
}

/** Difference of two codes; 0 for equal ones. */
export type Difference = (a: string, b: string, marginals: ReadonlyMap<string, number>) => number;

export const nominal: Difference = (a, b) => (a === b ? 0 : 1);

/** Krippendorff's ordinal difference: how many codes, as used, lie between the two. */
export function ordinal(order: readonly string[]): Difference {
  const rank = (code: string): number => {
    const position = order.indexOf(code);
    if (position < 0) throw new Error(`${code} has no place in the order ${order.join(', ')}`);
    return position;
  };
  return (a, b, marginals) => {
    const [low, high] = [Math.min(rank(a), rank(b)), Math.max(rank(a), rank(b))];
    let between = 0;
    for (const code of order.slice(low, high + 1)) between += marginals.get(code) ?? 0;
    return (between - ((marginals.get(a) ?? 0) + (marginals.get(b) ?? 0)) / 2) ** 2;
  };
}

/**
 * Krippendorff's alpha (2011, "Computing Krippendorff's alpha-reliability"), any number of coders;
 * a unit holds the codes that it was given. Units with fewer than two codes are left out.
 */
export function krippendorffAlpha(
  units: readonly (readonly string[])[],
  difference: Difference = nominal,
): number | null {
  const coincidences = new Map<string, Map<string, number>>();
  for (const codes of units) {
    for (const [at, a] of codes.entries()) {
      const row = coincidences.get(a) ?? new Map<string, number>();
      for (const [other, b] of codes.entries())
        if (other !== at) row.set(b, (row.get(b) ?? 0) + 1 / (codes.length - 1));
      if (row.size > 0) coincidences.set(a, row);
    }
  }
  const marginals = new Map(
    [...coincidences].map(([code, row]) => [code, [...row.values()].reduce((sum, count) => sum + count, 0)]),
  );
  const total = [...marginals.values()].reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  for (const [a, countA] of marginals) {
    for (const [b, countB] of marginals) {
      const squared = difference(a, b, marginals);
      observed += (coincidences.get(a)?.get(b) ?? 0) * squared;
      expected += countA * countB * squared;
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

function countsOf(codes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
