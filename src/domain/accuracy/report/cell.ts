/** One cell: the scores of some forecasts under one rule, with what they are compared with. */
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import { intervalStanding, type Standing, skillStanding } from '../floors.ts';
import { type HedgedStatement, hedgedScore } from '../hedges/hedged-statement.ts';
import { ClusterSums } from '../intervals/cluster-sums.ts';
import { clusteredMeanInterval, weightedMean } from '../intervals/mean-interval.ts';
import { skillInterval } from '../intervals/skill-interval.ts';
import { type Measure, mapMeasure, measured, withheld } from '../measure.ts';
import type { AccuracyCell } from './cell-model.ts';
import { type ClusterOf, weightsOf } from './clusters.ts';
import type { ScoredForecast } from './counting.ts';
import { binaryRow, diagnosticsOf, tableOf } from './diagnostics.ts';
import type { AccuracyParameters } from './parameters.ts';
import type { Reference, ReferencePieces } from './references.ts';
import { noEstimate, toReportEstimate, toReportMeasure, toReportNumber } from './report-number.ts';
import { comparableValue, incomparable, type ScoredRow, scoreRows } from './scored-rows.ts';

export interface CellContext {
  readonly parameters: AccuracyParameters;
  readonly clusterOf: ClusterOf;
  readonly reference: Reference;
}

/** @param items forecasts of one question type and one reading column, in any order */
export function buildCell(
  items: readonly ScoredForecast[],
  rule: ScoringRule,
  context: CellContext,
): AccuracyCell {
  const { parameters, clusterOf } = context;
  const applicable = items.filter(({ distribution }) => rule.refuses(distribution) === null);
  const weights = weightsOf(applicable, parameters.weight);
  const { rows: scores, undefinedScores } = scoreRows(applicable, weights, rule);
  const questions = distinct(scores, ({ item }) => item.forecast.question.id);
  const clusters = distinct(scores, ({ item }) => clusterOf(item));
  let withheldForSmallSample = 0;
  const onFloor = () => {
    withheldForSmallSample += 1;
  };
  const floored = (standing: Standing, measure: Measure<unknown>): Standing => {
    if (measure.reason === null && !standing.shown) onFloor();
    return standing;
  };

  const sums = new ClusterSums(1);
  for (const { item, weight, value } of scores) sums.add(clusterOf(item), [value], weight);
  const comparable = incomparable(applicable, rule);
  const mean =
    comparable === null ? clusteredMeanInterval(sums.totals(), parameters.level) : withheld(comparable);
  const table = scores.length === 0 ? null : tableOf(applicable, weights);
  const hedged = hedgedBounds(applicable, weights, rule);
  const skill = skillOf(scores, applicable, rule, context);
  const skillFloor = floored(skillStanding(skill.questions), skill.interval);
  return {
    questions,
    forecasts: scores.length,
    forecasters: distinct(scores, ({ item }) => item.forecast.forecaster.id),
    statements: distinct(scores, ({ item }) => item.forecast.statement?.id ?? null),
    clusters,
    weight: toReportNumber(scores.reduce((sum, { weight }) => sum + weight, 0)) as number,
    notApplicable: items.length - applicable.length,
    undefinedScores,
    mean: toReportEstimate(mean, floored(intervalStanding(questions, clusters), mean)),
    best: toReportMeasure(mapMeasure(hedged, (value) => value.best)),
    worst: toReportMeasure(mapMeasure(hedged, (value) => value.worst)),
    hedgeLow: toReportMeasure(mapMeasure(hedged, (value) => value.low)),
    hedgeMid: toReportMeasure(mapMeasure(hedged, (value) => value.middle)),
    hedgeHigh: toReportMeasure(mapMeasure(hedged, (value) => value.high)),
    vagueness: toReportMeasure(mapMeasure(hedged, (value) => value.vagueness)),
    baselineMean: toReportMeasure(skill.baselineMean),
    skill:
      skillFloor.shown || skill.interval.reason !== null
        ? toReportEstimate(skill.interval, skillFloor)
        : noEstimate(skillFloor.reason),
    skillQuestions: skill.questions,
    diagnostics: table === null ? null : diagnosticsOf(table, rule.key, onFloor),
    withheldForSmallSample,
  };
}

/** Scores of the cell and of the baseline on the same forecasts. */
function skillOf(
  scores: readonly ScoredRow[],
  items: readonly ScoredForecast[],
  rule: ScoringRule,
  { reference, parameters, clusterOf }: CellContext,
) {
  if (rule.orientation !== 'loss') {
    const gain = withheld('A skill score is a ratio of losses; this rule is a gain.');
    return { interval: gain, baselineMean: gain, questions: 0 };
  }
  const referenceOf = reference(items);
  const sums = new ClusterSums(2);
  const baseline = new ClusterSums(1);
  const questions = new Set<string>();
  for (const { item, weight, value } of scores) {
    const pieces = referenceOf(item);
    const share = pieces.reduce((sum, piece) => sum + piece.share, 0);
    const compared = share > 0 ? referenceScore(pieces, share, item, rule) : null;
    if (compared === null) continue;
    sums.add(clusterOf(item), [value, compared], weight * share);
    baseline.add(clusterOf(item), [compared], weight * share);
    questions.add(item.forecast.question.id);
  }
  if (questions.size === 0) {
    const nothing = withheld('The baseline has no prediction to compare with.');
    return { interval: nothing, baselineMean: nothing, questions: 0 };
  }
  return {
    interval: skillInterval(sums.totals(), parameters.level),
    baselineMean: measured(weightedMean(baseline.totals()).mean),
    questions: questions.size,
  };
}

export function referenceScore(
  pieces: ReferencePieces,
  total: number,
  item: ScoredForecast,
  rule: ScoringRule,
): number | null {
  let sum = 0;
  for (const { share, distribution } of pieces) {
    if (rule.refuses(distribution) !== null) return null;
    const { value } = rule.score(distribution, item.observation);
    if (value === null) return null;
    sum += (share / total) * comparableValue(value, item, rule);
  }
  return sum;
}

const HEDGED_SCORES: Readonly<Record<string, 'brier' | 'log'>> = { brier: 'brier', log_score: 'log' };

/** Best and worst mean over what the words allow; a stated number is an interval of width 0. */
function hedgedBounds(items: readonly ScoredForecast[], weights: readonly number[], rule: ScoringRule) {
  const score = HEDGED_SCORES[rule.key];
  if (score === undefined) return withheld('Defined for brier and log_score.');
  const statements = items.flatMap((item, at) => hedgeRow(item, weights[at] as number) ?? []);
  return hedgedScore(statements, score);
}

/** What a binary forecast's words allow; null where it is not binary. */
export function hedgeRow(item: ScoredForecast, weight: number): HedgedStatement | null {
  const row = binaryRow(item);
  if (row === null) return null;
  const { prediction, basis } = item.forecast.entry;
  const hedged = basis === 'verbal' && 'probability' in prediction;
  const { p } = row;
  const [lower, middle, upper] = hedged
    ? [prediction.lower ?? p, prediction.probability, prediction.upper ?? p]
    : [p, p, p];
  return { lower, middle, upper, outcome: row.outcome, weight };
}

function distinct(scores: readonly ScoredRow[], of: (score: ScoredRow) => string | null): number {
  const values = new Set(scores.map(of));
  values.delete(null);
  return values.size;
}
