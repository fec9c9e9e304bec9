/** What may be said of a duel: evidence, dominance, and a winner where neither chance nor wording can deny it. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { type EProcess, eProcess } from '../../comparison/e-process.ts';
import { murphyDominance } from '../../comparison/murphy-dominance.ts';
import { hedgedScoreUnder } from '../../hedges/hedged-statement.ts';
import { mapMeasure, withheld } from '../../measure.ts';
import { tabulateRows } from '../../state/tabulate.ts';
import type { DuelColumn } from '../models/head-to-head-model.ts';
import { type ReportEstimate, toReportMeasure } from '../models/report-number.ts';
import { type BinaryPair, binaryPairs, ONE_FORECAST_A_QUESTION, type Pair } from './duel-pairs.ts';

/**
 * Evidence for either side, in order of resolution. It is multiplied question by question, which holds only
 * where no outcome says anything of a later one.
 * @param clusters how many independent units the questions are
 */
export function evidenceOf(
  pairs: readonly Pair[],
  rule: ScoringRule,
  clusters: number,
): DuelColumn['evidence'] {
  const score = hedgedScoreUnder(rule);
  const both = binaryPairs(pairs);
  const against = (ordered: readonly BinaryPair[] | null) => {
    if (score === undefined || ordered === null)
      return withheld('Defined for binary questions under brier and log_score, one forecast a question.');
    return clusters < ordered.length
      ? withheld(
          `The ${ordered.length} questions are ${clusters} independent clusters, and evidence multiplies over independent questions only; cluster=question takes them for independent.`,
        )
      : eProcess(ordered, { score });
  };
  // The process gathers evidence against "p is no worse than q".
  const secondIsBetter = against(both);
  const firstIsBetter = against(both?.map(({ p, q, outcome }) => ({ p: q, q: p, outcome })) ?? null);
  const last = ({ eFinal }: EProcess) => eFinal;
  const anytime = ({ anytimeP }: EProcess) => anytimeP;
  return {
    firstIsBetter: toReportMeasure(mapMeasure(firstIsBetter, last)),
    secondIsBetter: toReportMeasure(mapMeasure(secondIsBetter, last)),
    firstIsBetterP: toReportMeasure(mapMeasure(firstIsBetter, anytime)),
    secondIsBetterP: toReportMeasure(mapMeasure(secondIsBetter, anytime)),
  };
}

/** Who is at least as good under every proper score. */
export function dominanceOf(pairs: readonly Pair[]): Pick<DuelColumn, 'dominance' | 'dominanceReason'> {
  const both = binaryPairs(pairs);
  if (both === null) return { dominance: null, dominanceReason: ONE_FORECAST_A_QUESTION };
  const outcomes = both.map(({ outcome }) => outcome);
  const curve = (of: (pair: BinaryPair) => number) => tabulateRows(both.map(of), outcomes);
  const { value, reason } = murphyDominance(
    curve(({ p }) => p),
    curve(({ q }) => q),
  );
  return { dominance: value, dominanceReason: reason };
}

/** Who may be called better: the interval excludes 0, and no meaning of the hedges turns it round. */
export function declaredOf(
  { lower, upper }: ReportEstimate,
  { verdict }: DuelColumn['hedges'],
  rule: ScoringRule,
): DuelColumn['declared'] {
  if (lower === null || upper === null) return null;
  const sign = rule.orientation === 'loss' ? 1 : -1;
  const winner =
    sign * Number(upper) < 0 && sign * Number(lower) < 0
      ? 'first'
      : sign * Number(lower) > 0 && sign * Number(upper) > 0
        ? 'second'
        : null;
  // Rules without bounds over hedges have no verdict to ask.
  return verdict === null || verdict === winner ? winner : null;
}
