import { normalCdf } from '../../scoring/special-functions/normal.ts';
import { type Measure, measured, withheld } from '../measure.ts';

export interface SignedRankTest {
  /** Sum of the ranks of the positive differences. */
  readonly V: number;
  /** Two-sided. */
  readonly p: number;
}

const EXACT_BELOW = 50;

/**
 * Wilcoxon 1945 on paired differences: a check of robustness only, since it tests the median and not
 * the mean score. Exact below 50 differences without ties or zeros, else normal with corrections for
 * continuity and ties, zeros dropped (the choices of R's wilcox.test).
 */
export function wilcoxonSignedRank(differences: readonly number[]): Measure<SignedRankTest> {
  if (differences.some(Number.isNaN)) return withheld('A difference is undefined.');
  const nonZero = differences.filter((difference) => difference !== 0);
  const n = nonZero.length;
  if (n === 0) return withheld('No pair differs, so there is nothing to rank.');
  const { V, tieTerm } = positiveRanks(nonZero);
  if (n < EXACT_BELOW && tieTerm === 0 && n === differences.length) return measured({ V, p: exactP(V, n) });
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48);
  const distance = V - (n * (n + 1)) / 4;
  const z = (distance - Math.sign(distance) / 2) / sigma;
  return measured({ V, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) });
}

/** Sum of mid-ranks of the positive values by absolute size, and Σ(t³ - t) over ties. */
function positiveRanks(values: readonly number[]): { V: number; tieTerm: number } {
  const sorted = [...values].sort((a, b) => Math.abs(a) - Math.abs(b));
  let V = 0;
  let tieTerm = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && Math.abs(sorted[to] as number) === Math.abs(sorted[from] as number)) to += 1;
    const positives = sorted.slice(from, to).filter((value) => value > 0).length;
    V += (positives * (from + 1 + to)) / 2;
    tieTerm += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { V, tieTerm };
}

function exactP(V: number, n: number): number {
  const most = (n * (n + 1)) / 2;
  // Ways to reach each sum with signs on the ranks 1..n, as probabilities.
  const chance = new Float64Array(most + 1);
  chance[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum -= 1) {
      chance[sum] = ((chance[sum] as number) + (sum >= rank ? (chance[sum - rank] as number) : 0)) / 2;
    }
  }
  const smaller = Math.min(V, most - V);
  return Math.min(1, 2 * chance.slice(0, smaller + 1).reduce((sum, value) => sum + value, 0));
}
