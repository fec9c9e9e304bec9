import type { ProbabilityTable } from '../state/probability-table.ts';
import type { Bin } from './bins.ts';

// Beyond this variance of the number of events the normal limit is within 0.1 % of the exact value.
const NORMAL_FROM_VARIANCE = 100;
const NEGLIGIBLE = 1e-18;

/**
 * E|observed share - mean forecast| in a bin if every forecast were calibrated and questions were
 * independent: exact (Poisson binomial) for counts with a small variance, else sqrt(2 / π) standard
 * errors. With weights the standard error uses the effective number of forecasts.
 */
export function expectedAbsoluteError(table: ProbabilityTable, bin: Bin): number {
  const exact = exactExpectation(table, bin.from, bin.to);
  if (exact !== null) return exact;
  const variance = varianceOf(table, bin.from, bin.to);
  const effectiveN = (table.effectiveN * bin.weight) / table.weight;
  return Math.sqrt((2 / Math.PI) * (variance / bin.weight / effectiveN));
}

/** Variance of the weighted number of events in the columns from `from` up to `to`. */
function varianceOf(table: ProbabilityTable, from: number, to: number): number {
  let variance = 0;
  for (let i = from; i < to; i += 1) {
    const p = table.p[i] as number;
    variance += ((table.noWeight[i] as number) + (table.yesWeight[i] as number)) * p * (1 - p);
  }
  return variance;
}

/**
 * The exact expectation over whole columns; null with weights, or where the normal limit serves.
 * Surprises are counted, events where p <= 1/2 and non-events above, so that both distributions stay
 * short however many near-certain forecasts there are.
 */
export function exactExpectation(table: ProbabilityTable, from: number, to: number): number | null {
  if (table.weighted || varianceOf(table, from, to) >= NORMAL_FROM_VARIANCE) return null;
  let n = 0;
  let [events, nonEvents] = [[1], [1]];
  let mean = 0;
  for (let i = from; i < to; i += 1) {
    const p = table.p[i] as number;
    const count = (table.no[i] as number) + (table.yes[i] as number);
    n += count;
    if (p <= 0.5) events = convolved(events, binomialChances(count, p));
    else nonEvents = convolved(nonEvents, binomialChances(count, 1 - p));
    mean += p <= 0.5 ? count * p : -count * (1 - p);
  }
  let expected = 0;
  events.forEach((chance, up) => {
    nonEvents.forEach((other, down) => {
      expected += chance * other * Math.abs(up - down - mean);
    });
  });
  return expected / n;
}

/** Chances of 0, 1, ... successes, cut where they no longer matter; p <= 1/2 and n·p at most 200. */
function binomialChances(n: number, p: number): number[] {
  const chances = [(1 - p) ** n];
  for (let k = 1; k <= n; k += 1) {
    const chance = ((chances[k - 1] as number) * (n - k + 1) * p) / (k * (1 - p));
    if (k > n * p && chance < NEGLIGIBLE) break;
    chances.push(chance);
  }
  return chances;
}

function convolved(a: readonly number[], b: readonly number[]): number[] {
  const sum = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      sum[i + j] = (sum[i + j] as number) + x * y;
    });
  });
  while (sum.length > 1 && (sum.at(-1) as number) < NEGLIGIBLE) sum.pop();
  return sum;
}
