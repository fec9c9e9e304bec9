/** What one forecaster has on a leaderboard. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { thereAre } from '../../../sentence.ts';
import { FLOORS } from '../../floors.ts';
import { type HedgedStatement, hedgedScore, hedgedScoreUnder } from '../../hedges/hedged-statement.ts';
import { ClusterSums, type ClusterTotal } from '../../intervals/cluster-sums.ts';
import { weightedMean } from '../../intervals/mean-interval.ts';
import { withheld } from '../../measure.ts';
import { buildCell } from '../cell/build-cell.ts';
import type { CellContext } from '../cell/column-items.ts';
import { hedgeRow } from '../cell/hedge-row.ts';
import type { AccuracyCell } from '../models/cell-model.ts';
import { type HedgedFigures, hedgedFiguresOf } from '../models/hedged-model.ts';
import { weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { incomparable, type ScoredRow, scoreRows } from '../selection/scored-rows.ts';

export interface BoardMember {
  readonly cell: AccuracyCell;
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
  const cell = buildCell(items, rule, context);
  const weights = weightsOf(items, context.parameters.weight);
  const { rows } = scoreRows(items, weights, rule);
  const sums = new ClusterSums(1);
  for (const row of rows) sums.add(context.clusterOf(row.item), [row.value], row.weight);
  const totals = sums.totals();
  const finite = rows.length > 0 && Number.isFinite(weightedMean(totals).mean);
  const without = incomparable(items, rule);
  const short =
    cell.questions < FLOORS.interval
      ? `A rank needs ${FLOORS.interval} questions; ${thereAre(cell.questions)}.`
      : null;
  return {
    cell,
    rows,
    totals,
    hedged: hedgedOf(items, weights, rule),
    incomparable: without,
    unranked: without ?? short ?? (finite ? null : 'The mean score is infinite.'),
    byQuestion: finite ? meansByQuestion(rows) : null,
  };
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
    const sum = sums.get(item.forecast.question.id) ?? { total: 0, share: 0 };
    sums.set(item.forecast.question.id, {
      total: sum.total + item.share * value,
      share: sum.share + item.share,
    });
  }
  return new Map([...sums].map(([question, { total, share }]) => [question, total / share]));
}
