/** What one forecaster has on a leaderboard. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { thereAre } from '../../../sentence.ts';
import { estimateStanding, FLOORS } from '../../floors.ts';
import { type HedgedStatement, hedgedScore, hedgedScoreUnder } from '../../hedges/hedged-statement.ts';
import { ClusterMoments } from '../../intervals/cluster-moments.ts';
import { ClusterSums, type ClusterTotal } from '../../intervals/cluster-sums.ts';
import { meanIntervalOf, weightedMean } from '../../intervals/mean-interval.ts';
import { withheld } from '../../measure.ts';
import type { CellContext } from '../cell/column-items.ts';
import { hedgeRow } from '../cell/hedge-row.ts';
import { cutTo, rangeOf } from '../cell/rule-range.ts';
import { type HedgedFigures, hedgedFiguresOf } from '../models/hedged-model.ts';
import type { LeaderboardEntry } from '../models/leaderboard-model.ts';
import { toReportEstimate } from '../models/report-number.ts';
import { weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { incomparable, type ScoredRow, scoreRows } from '../selection/scored-rows.ts';

export interface BoardMember {
  readonly questions: number;
  readonly clusters: number;
  readonly mean: LeaderboardEntry['mean'];
  readonly rows: readonly ScoredRow[];
  readonly totals: readonly ClusterTotal[];
  readonly hedged: HedgedFigures;
  /** Why the scores have no mean in common; null where they do. */
  readonly incomparable: string | null;
  /** Why there is no rank; null where there is one. */
  readonly unranked: string | null;
  /** Mean score of each question; null where the mean is not finite. */
  readonly byQuestion: ReadonlyMap<string, number> | null;
}

/** @param items that the rule applies to, at least one */
export function boardMember(
  items: readonly ScoredForecast[],
  rule: ScoringRule,
  context: CellContext,
): BoardMember {
  const weights = weightsOf(items, context.parameters.weight);
  const { rows } = scoreRows(items, weights, rule);
  const sums = new ClusterSums(1);
  for (const row of rows) sums.add(context.clusterOf(row.item), [row.value], row.weight);
  const totals = sums.totals();
  const finite = rows.length > 0 && Number.isFinite(weightedMean(totals).mean);
  const without = incomparable(items, rule);
  const questions = new Set(rows.map(({ item }) => item.forecast.question.id)).size;
  const short =
    questions < FLOORS.interval ? `A rank needs ${FLOORS.interval} questions; ${thereAre(questions)}.` : null;
  return {
    questions,
    clusters: totals.length,
    mean: meanOf(totals, rule, without, questions, context.parameters),
    rows,
    totals,
    hedged: hedgedOf(items, weights, rule),
    incomparable: without,
    unranked: without ?? short ?? (finite ? null : 'The mean score is infinite.'),
    byQuestion: finite ? meansByQuestion(rows) : null,
  };
}

/** As it stands in an accuracy report. */
function meanOf(
  totals: readonly ClusterTotal[],
  rule: ScoringRule,
  without: string | null,
  questions: number,
  { level }: CellContext['parameters'],
): LeaderboardEntry['mean'] {
  const moments = new ClusterMoments(2);
  for (const { sums, weight } of totals) moments.apply([sums[0] as number, weight], 1);
  const interval = without === null ? meanIntervalOf(moments, [0, 1], level) : withheld(without);
  return toReportEstimate(
    cutTo(rangeOf(rule), interval),
    estimateStanding(questions, interval, moments.clusters),
  );
}

function hedgedOf(
  items: readonly ScoredForecast[],
  weights: readonly number[],
  rule: ScoringRule,
): HedgedFigures {
  const score = hedgedScoreUnder(rule);
  if (score === undefined) return hedgedFiguresOf(withheld('Defined for brier and log_score.'));
  const statements = items.flatMap((item, at): HedgedStatement[] => {
    const row = hedgeRow(item, weights[at] as number);
    return row === null ? [] : [row];
  });
  return hedgedFiguresOf(hedgedScore(statements, score));
}

function meansByQuestion(rows: readonly ScoredRow[]): Map<string, number> {
  const sums = new Map<string, { total: number; share: number }>();
  for (const { item, value } of rows) {
    const { id } = item.forecast.question;
    const sum = sums.get(id) ?? { total: 0, share: 0 };
    sums.set(id, sum);
    sum.total += item.share * value;
    sum.share += item.share;
  }
  return new Map([...sums].map(([question, { total, share }]) => [question, total / share]));
}
