/**
 * The exact state of one cell: what some scored forecasts add to it under one rule can be taken out
 * again to the bit, whatever came before and after, and no row is kept.
 */
import { placeOnLine } from '../../../scoring/continuous-only.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { HedgedSums, hedgedScoreUnder } from '../../hedges/hedged-statement.ts';
import type { ClusterDraws } from '../../intervals/cluster-draws.ts';
import { ClusterLedger, ClusterParts } from '../../intervals/cluster-ledger.ts';
import { ResampledMean, ResampledParts } from '../../intervals/resampled-mean.ts';
import { Tally } from '../../state/tally.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { comparesPeers, type PairPoints, type PointsOf } from '../reference/peers.ts';
import { referenceScore } from '../reference/reference-score.ts';
import type { Reference } from '../reference/references.ts';
import { type ClusterOf, weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { isWithoutRange, type ScoredRow, scoreRows } from '../selection/scored-rows.ts';
import { CoverageSums } from './cell-coverage.ts';
import { PEER_OF } from './cell-points.ts';
import { binaryRow } from './diagnostics.ts';
import { hedgeRow } from './hedge-row.ts';
import { type LineRow, LineSums } from './line-sums.ts';
import { MonthSums } from './month-sums.ts';
import { type PointRow, PointSums } from './point-sums.ts';

/** What scored forecasts are seen against. */
export interface CellContext {
  readonly parameters: AccuracyParameters;
  readonly clusterOf: ClusterOf;
  readonly reference: Reference;
  /** Of everything selected, in whatever groups. */
  readonly pointsOf: PointsOf;
}

export interface CellOptions {
  /** Whether forecasts of one cluster may come at different times. */
  readonly inParts: boolean;
  readonly baseRate: boolean;
  /** Whether the mean is wanted by month too. */
  readonly byMonth: boolean;
  readonly policy: AccuracyParameters['forecastPolicy'];
  /** Of the resamples; null where no bootstrap interval is wanted. */
  readonly draws: ClusterDraws | null;
}

export class CellState {
  readonly rule: ScoringRule;
  /** Forecasts that the rule scores, and how many of them are of questions without a range. */
  applicable = 0;
  withoutRange = 0;
  forecasts = 0;
  questions = 0;
  statements = 0;
  readonly forecasters = new Tally<string>();
  readonly undefinedScores = new Tally<string>();
  /** Score and weight by cluster. */
  readonly mean: ClusterLedger;
  /** Score and weight by question, each of which comes whole. */
  readonly meanByQuestion = new ClusterLedger(2, false);
  readonly resampled: ResampledMean | null;
  /** Null where the rule has no peer score, or the policy compares no peers. */
  readonly peer: PointSums | null;
  /** Null where it follows from the logarithmic score, and under other rules. */
  readonly timedBaseline: PointSums | null;
  readonly policy: AccuracyParameters['forecastPolicy'];
  /** Null where the policy scores single instants. */
  readonly coverage: CoverageSums | null;
  readonly line: LineSums;
  /** Score, reference and weight by cluster; under the base rate score, weight of no and weight of yes. */
  readonly skill: ClusterLedger;
  skillQuestions = 0;
  /** Questions by outcome, for the base rate. */
  readonly outcomes = [0, 0];
  /** Null where the rule has no bounds over hedges. */
  readonly hedge: HedgedSums | null;
  readonly months: MonthSums | null;
  readonly baseRate: boolean;

  constructor(rule: ScoringRule, { inParts, baseRate, byMonth, policy, draws }: CellOptions) {
    this.rule = rule;
    this.baseRate = baseRate;
    this.mean = new ClusterLedger(2, inParts);
    this.skill = new ClusterLedger(3, inParts);
    const hedged = hedgedScoreUnder(rule);
    this.hedge = hedged === undefined ? null : new HedgedSums(hedged);
    this.policy = policy;
    this.peer = PEER_OF[rule.key] !== undefined && comparesPeers(policy) ? new PointSums(inParts) : null;
    this.timedBaseline =
      rule.key === 'log_score' && policy === 'timeWeighted' ? new PointSums(inParts) : null;
    this.coverage = policy === 'timeWeighted' || policy === 'daily' ? new CoverageSums() : null;
    this.line = new LineSums(inParts, 'byQuestion');
    this.resampled = draws === null ? null : new ResampledMean(draws);
    this.months = byMonth ? new MonthSums() : null;
  }

  /**
   * Adds (1) or takes out (-1) forecasts of one question type and reading. Those on one question or
   * statement come together.
   * @param weightsOfAll those of the items, where the rule scores all of them
   */
  apply(
    items: readonly ScoredForecast[],
    weightsOfAll: readonly number[],
    context: CellContext,
    sign: 1 | -1,
  ): void {
    const { rule } = this;
    const applicable = items.filter(({ distribution }) => rule.refuses(distribution) === null);
    if (applicable.length === 0) return;
    const weights =
      applicable.length === items.length ? weightsOfAll : weightsOf(applicable, context.parameters.weight);
    const { rows, undefinedScores } = scoreRows(applicable, weights, rule);
    this.applicable += sign * applicable.length;
    this.forecasts += sign * rows.length;
    this.questions += sign * distinct(rows, ({ item }) => item.forecast.question.id);
    this.statements += sign * distinct(rows, ({ item }) => item.forecast.statement?.id ?? null);
    for (const { reason, count } of undefinedScores) this.undefinedScores.add(reason, sign * count);
    for (const { distribution } of applicable) if (isWithoutRange(distribution)) this.withoutRange += sign;
    this.#applyMean(rows, context, sign);
    if (this.hedge !== null) {
      for (const [at, item] of applicable.entries()) {
        const row = hedgeRow(item, weights[at] as number);
        if (row !== null) this.hedge.apply(row, sign);
      }
    }
    this.#applyLine(applicable, weights, context, sign);
    this.coverage?.apply(rows, sign);
    this.#applyPoints(rows, context, sign);
    this.months?.apply(rows, sign);
    if (rule.orientation === 'loss') this.#applySkill(applicable, rows, context, sign);
  }

  #applyMean(rows: readonly ScoredRow[], { clusterOf }: CellContext, sign: 1 | -1): void {
    const [mean, resampled] = [new ClusterParts(), new ResampledParts()];
    const questions = new Map<string, string>();
    let alike = true;
    for (const { item, weight, value } of rows) {
      this.forecasters.add(item.forecast.forecaster.id, sign);
      const [cluster, score] = [clusterOf(item), weight * value];
      mean.add(cluster, [score, weight]);
      if (this.resampled !== null) resampled.add(cluster, score, weight);
      alike &&= (questions.get(cluster) ?? item.forecast.question.id) === item.forecast.question.id;
      questions.set(cluster, item.forecast.question.id);
    }
    this.mean.apply(mean, sign);
    // Where no cluster holds two questions, and no question lies in two, the sums are the same.
    alike &&= new Set(questions.values()).size === questions.size;
    this.meanByQuestion.apply(alike ? mean : partsByQuestion(rows), sign);
    this.resampled?.apply(resampled, sign);
  }

  #applyLine(
    items: readonly ScoredForecast[],
    weights: readonly number[],
    { clusterOf }: CellContext,
    sign: 1 | -1,
  ): void {
    const rows = items.flatMap((item, at): LineRow[] => {
      const { distribution, observation, forecast } = item;
      const place = placeOnLine(distribution, observation);
      if (place === null) return [];
      const weight = weights[at] as number;
      return [
        {
          cluster: clusterOf(item),
          question: forecast.question.id,
          weight,
          ...place,
        },
      ];
    });
    if (rows.length > 0) this.line.apply(rows, sign);
  }

  #applyPoints(rows: readonly ScoredRow[], { clusterOf, pointsOf }: CellContext, sign: 1 | -1): void {
    const key = PEER_OF[this.rule.key];
    if (this.peer === null || key === undefined) return;
    const rowsOf = (points: keyof PairPoints): PointRow[] =>
      rows.map(({ item, weight }) => ({
        cluster: clusterOf(item),
        question: item.forecast.question.id,
        pair: item.window,
        weight,
        points: pointsOf(item)?.[points] ?? null,
      }));
    this.peer.apply(rowsOf(key), sign);
    this.timedBaseline?.apply(rowsOf('metaculus_baseline'), sign);
  }

  #applySkill(
    applicable: readonly ScoredForecast[],
    rows: readonly ScoredRow[],
    { reference, clusterOf }: CellContext,
    sign: 1 | -1,
  ): void {
    const skill = new ClusterParts();
    if (reference === 'baseRate') {
      const outcomes = new Map(
        applicable.map((item) => [item.forecast.question.id, binaryRow(item)?.outcome ?? null]),
      );
      for (const outcome of outcomes.values())
        if (outcome !== null) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + sign;
      for (const { item, weight, value } of rows) {
        const yes = binaryRow(item)?.outcome === 1;
        skill.add(clusterOf(item), [weight * value, yes ? 0 : weight, yes ? weight : 0]);
      }
      this.skill.apply(skill, sign);
      return;
    }
    const questions = new Set<string>();
    for (const { item, weight, value } of rows) {
      const compared = referenceScore(reference(item), item, this.rule);
      if (compared === null) continue;
      const part = weight * compared.share;
      skill.add(clusterOf(item), [part * value, part * compared.score, part]);
      questions.add(item.forecast.question.id);
    }
    this.skillQuestions += sign * questions.size;
    this.skill.apply(skill, sign);
  }
}

function partsByQuestion(rows: readonly ScoredRow[]): ClusterParts {
  const parts = new ClusterParts();
  for (const { item, weight, value } of rows) parts.add(item.forecast.question.id, [weight * value, weight]);
  return parts;
}

function distinct(rows: readonly ScoredRow[], of: (row: ScoredRow) => string | null): number {
  const values = new Set(rows.map(of));
  values.delete(null);
  return values.size;
}
