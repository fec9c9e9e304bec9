/** What may be said of a duel: evidence, dominance, and a winner where neither chance nor wording can deny it. */
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import { eProcess } from '../comparison/e-process.ts';
import { murphyDominance } from '../comparison/murphy-dominance.ts';
import { hedgedScore, robustDominance } from '../hedges/hedged-statement.ts';
import { mapMeasure, withheld } from '../measure.ts';
import { tabulateRows } from '../state/tabulate.ts';
import type { ScoredForecast } from './counting.ts';
import { binaryRow } from './diagnostics.ts';
import type { Pair } from './duel.ts';
import type { DuelColumn } from './head-to-head-model.ts';
import { hedgeRow } from './hedge-row.ts';
import { type ReportNumber, toReportMeasure } from './report-number.ts';

interface BinaryPair {
  readonly p: number;
  readonly q: number;
  readonly outcome: number;
}

/** Both probabilities of binary pairs; null where a pair is not binary, or holds for part of the time only. */
function binaryPairs(pairs: readonly Pair[]): BinaryPair[] | null {
  const found = pairs.map(({ item, opponent }): BinaryPair | null => {
    const [own, theirs] = [binaryRow(item), opponent === undefined ? null : binaryRow(opponent)];
    return own === null || theirs === null ? null : { p: own.p, q: theirs.p, outcome: own.outcome };
  });
  return found.every((pair) => pair !== null) ? found : null;
}

const SCORES: Readonly<Record<string, 'brier' | 'log'>> = { brier: 'brier', log_score: 'log' };

/** Evidence for either side, in order of resolution. */
export function evidenceOf(pairs: readonly Pair[], rule: ScoringRule): DuelColumn['evidence'] {
  const score = SCORES[rule.key];
  const both = binaryPairs(pairs);
  const of = (ordered: readonly BinaryPair[] | null) =>
    toReportMeasure(
      score === undefined || ordered === null
        ? withheld('Defined for binary questions under brier and log_score, one forecast a question.')
        : mapMeasure(eProcess(ordered, { score }), ({ eFinal }) => eFinal),
    );
  // The process gathers evidence against "p is no worse than q".
  return {
    secondIsBetter: of(both),
    firstIsBetter: of(both?.map(({ p, q, outcome }) => ({ p: q, q: p, outcome })) ?? null),
  };
}

/** Who is at least as good under every proper score. */
export function dominanceOf(pairs: readonly Pair[]): DuelColumn['dominance'] {
  const both = binaryPairs(pairs);
  if (both === null || both.length === 0) return null;
  const outcomes = both.map(({ outcome }) => outcome);
  return murphyDominance(
    tabulateRows(
      both.map(({ p }) => p),
      outcomes,
    ),
    tabulateRows(
      both.map(({ q }) => q),
      outcomes,
    ),
  ).value;
}

/** Who may be called better: the interval excludes 0, and no meaning of the hedges turns it round. */
export function declaredOf(
  lower: ReportNumber,
  upper: ReportNumber,
  pairs: readonly Pair[],
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
  const score = SCORES[rule.key];
  if (winner === null || score === undefined || binaryPairs(pairs) === null) return winner;
  const bounds = (of: (pair: Pair) => ScoredForecast) =>
    hedgedScore(
      pairs.flatMap((pair) => hedgeRow(of(pair), pair.weight) ?? []),
      score,
    ).value;
  const [first, second] = [bounds(({ item }) => item), bounds(({ item, opponent }) => opponent ?? item)];
  return first !== null && second !== null && robustDominance(first, second) === winner ? winner : null;
}
