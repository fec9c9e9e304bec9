/**
 * Brier scores of a hedge in words that stands for probabilities from `lower` to `upper`. For imprecise
 * probabilities there is no strictly proper score of real numbers (Seidenfeld, Schervish & Kadane
 * 2012), so that what is given is what the hedge can mean at best and at worst, and three readings.
 */
import { brierScore } from './brier.ts';

export interface VerbalScores {
  /** Least of the Brier scores of the probabilities it can mean. */
  readonly best: number;
  readonly worst: number;
  /** Of the middle; in general not proper for intervals (Mitchell & Ferro 2017). */
  readonly midpoint: number;
  /** Mean over the interval, midpoint + (upper - lower)²/12: vagueness costs. */
  readonly uniformMean: number;
  /**
   * (lower - y)(upper - y), midpoint - (upper - lower)²/4: proper among the cells of a lexicon that
   * divides 0 to 1 without gap or overlap, and null for any other, where [0, 1] would always win.
   */
  readonly intervalBrier: number | null;
}

export function verbalScores(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  y: boolean,
  lexiconIsPartition: boolean,
): VerbalScores {
  const ends = [brierScore(lower, y), brierScore(upper, y)] as const;
  const midpoint = brierScore((lower + upper) / 2, y);
  const outcome = y ? 1 : 0;
  return {
    best: Math.min(...ends),
    worst: Math.max(...ends),
    midpoint,
    uniformMean: midpoint + (upper - lower) ** 2 / 12,
    // `+ 0` turns the -0 of a cell that reaches the outcome into 0.
    intervalBrier: lexiconIsPartition ? (lower - outcome) * (upper - outcome) + 0 : null,
  };
}
