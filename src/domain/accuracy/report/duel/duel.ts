/** Two forecasters under one rule, on the questions and at the times that both cover. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { estimateStanding } from '../../floors.ts';
import { ClusterSums } from '../../intervals/cluster-sums.ts';
import { clusteredMeanInterval, weightedMean } from '../../intervals/mean-interval.ts';
import { questionsToDetect } from '../../intervals/sample-size.ts';
import { type Measure, measured, withheld } from '../../measure.ts';
import type { CellContext } from '../cell/column-items.ts';
import type { DuelColumn } from '../models/head-to-head-model.ts';
import { toReportEstimate, toReportMeasure } from '../models/report-number.ts';
import { duelHedges } from './duel-hedges.ts';
import type { Pair } from './duel-pairs.ts';
import { duelQuestions, listOf, withoutMean } from './duel-questions.ts';
import { testsOf } from './duel-tests.ts';
import { declaredOf, dominanceOf, evidenceOf } from './duel-verdicts.ts';

/** @param pairs in the order in which their outcomes were known */
export function duelColumnOf(pairs: readonly Pair[], rule: ScoringRule, context: CellContext): DuelColumn {
  const { clusterOf, parameters } = context;
  const sums = { first: new ClusterSums(1), second: new ClusterSums(1), difference: new ClusterSums(1) };
  for (const { item, weight, first, second } of pairs) {
    sums.first.add(clusterOf(item), [first], weight);
    sums.second.add(clusterOf(item), [second], weight);
    sums.difference.add(clusterOf(item), [first - second], weight);
  }
  const questions = duelQuestions(pairs);
  const differences = questions.map((question) => question.difference);
  const nothing = pairs.length === 0 ? 'There is no question that both answered.' : null;
  const unusable = nothing ?? withoutMean(differences);
  const clusters = new Set(pairs.map(({ item }) => clusterOf(item))).size;
  const orWithheld = <Value>(of: () => Measure<Value>): Measure<Value> =>
    unusable === null ? of() : withheld(unusable);
  const mean = (of: ClusterSums): Measure<number> =>
    nothing === null ? measured(weightedMean(of.totals()).mean) : withheld(nothing);
  const interval = orWithheld(() => clusteredMeanInterval(sums.difference.totals(), parameters.level));
  const standing = estimateStanding(questions.length, interval, clusters);
  const difference = toReportEstimate(interval, standing);
  const hedges = duelHedges(pairs, rule, context, standing);
  return {
    questions: questions.length,
    clusters,
    firstMean: toReportMeasure(mean(sums.first)),
    secondMean: toReportMeasure(mean(sums.second)),
    difference,
    ...testsOf(questions, parameters.level, unusable),
    evidence: evidenceOf(pairs, rule, clusters),
    ...dominanceOf(pairs),
    questionsToDetect: toReportMeasure(questionsToDetect(interval, questions.length, standing)),
    hedges,
    declared: declaredOf(difference, hedges, rule),
    ...listOf(questions),
  };
}
