/** Two forecasters under one rule, on the questions and at the times that both cover. */
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import { dieboldMariano } from '../comparison/diebold-mariano.ts';
import { intervalStanding } from '../floors.ts';
import { ClusterSums } from '../intervals/cluster-sums.ts';
import { clusteredMeanInterval, weightedMean } from '../intervals/mean-interval.ts';
import { nToDetect } from '../intervals/sample-size.ts';
import { type Measure, mapMeasure, measured, withheld } from '../measure.ts';
import type { CellContext } from './cell-state.ts';
import { weightsOf } from './clusters.ts';
import type { ScoredForecast } from './counting.ts';
import { declaredOf, dominanceOf, evidenceOf } from './duel-verdicts.ts';
import type { DuelColumn } from './head-to-head-model.ts';
import { referenceScore } from './reference-score.ts';
import { toReportEstimate, toReportMeasure, toReportNumber } from './report-number.ts';
import { scoreRows } from './scored-rows.ts';

const LISTED = 500;

/** What both made of one question. */
export interface Pair {
  readonly item: ScoredForecast;
  readonly weight: number;
  readonly first: number;
  readonly second: number;
  readonly opponent: ScoredForecast | undefined;
}

/**
 * @param items of the first, of one question type and reading
 * @param opponents scored forecasts of the second by question
 */
export function duelColumnOf(
  items: readonly ScoredForecast[],
  opponents: ReadonlyMap<string, ScoredForecast>,
  rule: ScoringRule,
  context: CellContext,
): DuelColumn {
  const pairs = pairsOf(items, opponents, rule, context);
  const { clusterOf, parameters } = context;
  const sums = { first: new ClusterSums(1), second: new ClusterSums(1), difference: new ClusterSums(1) };
  for (const { item, weight, first, second } of pairs) {
    sums.first.add(clusterOf(item), [first], weight);
    sums.second.add(clusterOf(item), [second], weight);
    sums.difference.add(clusterOf(item), [first - second], weight);
  }
  const differences = pairs.map(({ first, second }) => first - second);
  const undefinedPair = differences.some(Number.isNaN);
  const nothing = pairs.length === 0 ? 'There is no question that both answered.' : null;
  const unusable = nothing ?? (undefinedPair ? 'Both have an infinite score on one question.' : null);
  const clusters = new Set(pairs.map(({ item }) => clusterOf(item))).size;
  const orWithheld = <Value>(of: () => Measure<Value>): Measure<Value> =>
    unusable === null ? of() : withheld(unusable);
  const mean = (of: ClusterSums): Measure<number> =>
    nothing === null ? measured(weightedMean(of.totals()).mean) : withheld(nothing);
  const standing = intervalStanding(pairs.length, clusters);
  const difference = toReportEstimate(
    orWithheld(() => clusteredMeanInterval(sums.difference.totals(), parameters.level)),
    standing,
  );
  const test = orWithheld(() => dieboldMariano(differences, { lag: 1, level: parameters.level }));
  return {
    questions: new Set(pairs.map(({ item }) => item.forecast.question.id)).size,
    clusters,
    firstMean: toReportMeasure(mean(sums.first)),
    secondMean: toReportMeasure(mean(sums.second)),
    difference,
    dieboldMariano: {
      statistic: toReportMeasure(mapMeasure(test, ({ statistic }) => statistic)),
      p: toReportMeasure(mapMeasure(test, ({ p }) => p)),
    },
    evidence: evidenceOf(pairs, rule),
    dominance: dominanceOf(pairs),
    questionsToDetect: toReportMeasure(
      orWithheld(() => nToDetect(spread(differences), average(differences))),
    ),
    declared: declaredOf(difference.lower, difference.upper, pairs, rule),
    ...listOf(pairs),
  };
}

function pairsOf(
  items: readonly ScoredForecast[],
  opponents: ReadonlyMap<string, ScoredForecast>,
  rule: ScoringRule,
  { reference, parameters }: CellContext,
): Pair[] {
  const applicable = items.filter(({ distribution }) => rule.refuses(distribution) === null);
  if (reference === 'baseRate') throw new TypeError('an opponent is a forecaster');
  const common = applicable.filter((item) => reference(item).length > 0);
  const { rows } = scoreRows(common, weightsOf(common, parameters.weight), rule);
  const pairs = rows.flatMap(({ item, weight, value }): Pair[] => {
    const pieces = reference(item);
    const share = pieces.reduce((sum, piece) => sum + piece.share, 0);
    const second = referenceScore(pieces, share, item, rule);
    const opponent = opponents.get(item.forecast.question.id);
    return second === null ? [] : [{ item, weight: weight * share, first: value, second, opponent }];
  });
  const key = ({ item: { forecast } }: Pair) => `${forecast.question.knownAt} ${forecast.question.id}`;
  return pairs.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function listOf(pairs: readonly Pair[]): Pick<DuelColumn, 'list' | 'listOmitted'> {
  let total: number | null = 0;
  const list = pairs.map(({ item: { forecast }, first, second }) => {
    const difference = Number.isNaN(first - second) ? null : first - second;
    const sum: number = total === null || difference === null ? Number.NaN : total + difference;
    total = Number.isNaN(sum) ? null : sum;
    return {
      questionId: forecast.question.id,
      title: forecast.question.facts.title,
      knownAt: forecast.question.knownAt as string,
      first: toReportNumber(first),
      second: toReportNumber(second),
      difference: difference === null ? null : toReportNumber(difference),
      cumulative: total === null ? null : toReportNumber(total),
    };
  });
  return { list: list.slice(-LISTED), listOmitted: Math.max(0, list.length - LISTED) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample; Infinity for fewer than two values, which have none. */
function spread(values: readonly number[]): number {
  if (values.length < 2) return Number.POSITIVE_INFINITY;
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
