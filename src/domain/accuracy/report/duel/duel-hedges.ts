/** A duel over what hedges may mean: at their lower ends, as recorded, at their upper ends, and at worst against best. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { brierLoss, logLoss } from '../../binary-loss.ts';
import type { Standing } from '../../floors.ts';
import {
  type HedgedStatement,
  hedgedScore,
  hedgedScoreUnder,
  robustDominance,
} from '../../hedges/hedged-statement.ts';
import { ClusterSums } from '../../intervals/cluster-sums.ts';
import { clusteredMeanInterval } from '../../intervals/mean-interval.ts';
import { withheld } from '../../measure.ts';
import type { CellContext } from '../cell/column-items.ts';
import { hedgeRow } from '../cell/hedge-row.ts';
import type { DuelColumn } from '../models/head-to-head-model.ts';
import { hedgedFiguresOf } from '../models/hedged-model.ts';
import { noEstimate, toReportEstimate } from '../models/report-number.ts';
import { binaryPairs, ONE_FORECAST_A_QUESTION, type Pair } from './duel-pairs.ts';
import { withoutMean } from './duel-questions.ts';

type Hedges = DuelColumn['hedges'];

export function duelHedges(
  pairs: readonly Pair[],
  rule: ScoringRule,
  { clusterOf, parameters }: CellContext,
  standing: Standing,
): Hedges {
  const score = hedgedScoreUnder(rule);
  if (score === undefined) return without('Defined for brier and log_score.');
  if (pairs.length === 0) return without('There is no question that both answered.');
  if (binaryPairs(pairs) === null) return without(ONE_FORECAST_A_QUESTION);
  const both = pairs.map(({ item, opponent, weight }) => {
    return {
      cluster: clusterOf(item),
      weight,
      first: hedgeRow(item, weight) as HedgedStatement,
      second: hedgeRow(opponent, weight) as HedgedStatement,
    };
  });
  const loss = score === 'brier' ? brierLoss : logLoss;
  const at = (end: (hedge: HedgedStatement) => number) => {
    const differences = both.map(
      ({ first, second }) => loss(end(first), first.outcome) - loss(end(second), second.outcome),
    );
    const unusable = withoutMean(differences);
    if (unusable !== null) return noEstimate(unusable);
    const sums = new ClusterSums(1);
    both.forEach(({ cluster, weight }, at) => {
      sums.add(cluster, [differences[at] as number], weight);
    });
    return toReportEstimate(clusteredMeanInterval(sums.totals(), parameters.level), standing);
  };
  const [first, second] = [both.map((pair) => pair.first), both.map((pair) => pair.second)].map((side) =>
    hedgedScore(side, score),
  );
  if (first?.value == null || second?.value == null)
    return without('There is no question that both answered.');
  return {
    first: hedgedFiguresOf(first),
    second: hedgedFiguresOf(second),
    low: at(({ lower }) => lower),
    mid: at(({ middle, lower }) => middle ?? lower),
    high: at(({ upper }) => upper),
    ...verdictOf(first.value, second.value),
  };
}

type Bounds = Parameters<typeof robustDominance>[0] & { readonly hedges: number };

function verdictOf(first: Bounds, second: Bounds): Pick<Hedges, 'verdict' | 'reason'> {
  const verdict = robustDominance(first, second);
  if (verdict === 'vaguenessPreventsVerdict' && first.hedges + second.hedges === 0)
    return { verdict: null, reason: 'The means are equal, and nothing is hedged.' };
  return { verdict, reason: null };
}

function without(reason: string): Hedges {
  const none = hedgedFiguresOf(withheld(reason));
  const nothing = noEstimate(reason);
  return { first: none, second: none, low: nothing, mid: nothing, high: nothing, verdict: null, reason };
}
