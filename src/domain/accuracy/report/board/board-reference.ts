/** Everybody on a board against the baseline, each on own questions, with p-values for so many looks. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { adjustPValues } from '../../comparison/multiple-testing.ts';
import { estimateStanding, testStanding } from '../../floors.ts';
import { ClusterSums } from '../../intervals/cluster-sums.ts';
import { clusteredMeanInterval, twoSidedP } from '../../intervals/mean-interval.ts';
import { type Measure, withheld } from '../../measure.ts';
import type { CellContext } from '../cell/column-items.ts';
import { binaryRow } from '../cell/diagnostics.ts';
import { withoutMean } from '../duel/duel-questions.ts';
import type { LeaderboardEntry } from '../models/leaderboard-model.ts';
import { noEstimate, toReportEstimate, toReportMeasure } from '../models/report-number.ts';
import { baseRateScores, type ReferenceScore, referenceScore } from '../reference/reference-score.ts';
import type { ScoredRow } from '../selection/scored-rows.ts';
import type { BoardMember } from './board-member.ts';

export type AgainstBaseline = LeaderboardEntry['againstBaseline'];

interface Compared {
  readonly questions: number;
  readonly difference: AgainstBaseline['difference'];
  readonly p: Measure<number>;
}

export function againstBaseline(
  members: ReadonlyMap<string, BoardMember>,
  rule: ScoringRule,
  context: CellContext,
): ReadonlyMap<string, AgainstBaseline> {
  const compared = [...members].map(([id, member]) => [id, compare(member, rule, context)] as const);
  const tested = compared.flatMap(([id, { p }]) => (p.reason === null ? [[id, p.value] as const] : []));
  const { holm, bh } = adjustPValues(tested.map(([, p]) => p));
  const place = new Map(tested.map(([id], at) => [id, at]));
  return new Map(
    compared.map(([id, { questions, difference, p }]) => {
      const at = place.get(id);
      const adjusted = (values: readonly number[]) =>
        toReportMeasure(at === undefined ? p : { value: values[at] as number, reason: null });
      return [id, { questions, difference, p: toReportMeasure(p), holm: adjusted(holm), bh: adjusted(bh) }];
    }),
  );
}

function compare({ rows, incomparable }: BoardMember, rule: ScoringRule, context: CellContext): Compared {
  const none = (reason: string) => ({ questions: 0, difference: noEstimate(reason), p: withheld(reason) });
  if (incomparable !== null) return none(incomparable);
  const reference = referenceOf(rows, rule, context);
  const sums = new ClusterSums(1);
  const questions = new Set<string>();
  const differences: number[] = [];
  for (const { item, weight, value } of rows) {
    const beside = reference(item);
    if (beside === null) continue;
    differences.push(value - beside.score);
    sums.add(context.clusterOf(item), [value - beside.score], weight * beside.share);
    questions.add(item.forecast.question.id);
  }
  if (questions.size === 0) return none('The baseline has no prediction to compare with.');
  const unusable = withoutMean(differences);
  if (unusable !== null) return none(unusable);
  const totals = sums.totals();
  const interval = clusteredMeanInterval(totals, context.parameters.level);
  const standing = testStanding(questions.size);
  const difference = toReportEstimate(interval, estimateStanding(questions.size, interval, totals.length));
  const p: Measure<number> = !standing.shown
    ? withheld(standing.reason ?? '')
    : interval.reason === null
      ? twoSidedP(interval.value)
      : interval;
  return { questions: questions.size, difference, p };
}

type ScoreBeside = (item: ScoredRow['item']) => ReferenceScore | null;

function referenceOf(rows: readonly ScoredRow[], rule: ScoringRule, { reference }: CellContext): ScoreBeside {
  if (reference !== 'baseRate') {
    return (item) => referenceScore(reference(item), item, rule);
  }
  const outcomes = new Map(
    rows.map(({ item }) => [item.forecast.question.id, binaryRow(item)?.outcome ?? null]),
  );
  const counts = [0, 0];
  for (const outcome of outcomes.values())
    if (outcome !== null) counts[outcome] = (counts[outcome] as number) + 1;
  const rates = baseRateScores(rule, counts);
  return (item) => {
    const outcome = binaryRow(item)?.outcome;
    return rates === null || outcome === undefined ? null : { score: rates[outcome] as number, share: 1 };
  };
}
