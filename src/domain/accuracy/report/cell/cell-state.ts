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
import { comparesPeers, type PairPoints } from '../reference/peers.ts';
import type { ReferencePieces } from '../reference/reference-pieces.ts';
import { referenceScore } from '../reference/reference-score.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { isWithoutRange, type ScoredRow, scoreRows } from '../selection/scored-rows.ts';
import { CoverageSums } from './cell-coverage.ts';
import { PEER_OF } from './cell-points.ts';
import type { ColumnItems } from './column-items.ts';
import { binaryRow } from './diagnostics.ts';
import { hedgeRow } from './hedge-row.ts';
import { type LineRow, LineSums } from './line-sums.ts';
import { MonthSums } from './month-sums.ts';
import { type PointRow, PointSums } from './point-sums.ts';

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

  /** Adds (1) or takes out (-1) forecasts. Those on one question or statement come together. */
  apply(ofColumn: ColumnItems, sign: 1 | -1): void {
    const { rule } = this;
    const column = ofColumn.only(({ distribution }) => rule.refuses(distribution) === null);
    const { items, weights } = column;
    if (items.length === 0) return;
    const { rows, undefinedScores } = scoreRows(items, weights, rule);
    this.applicable += sign * items.length;
    this.forecasts += sign * rows.length;
    this.questions += sign * distinct(rows, ({ item }) => item.forecast.question.id);
    this.statements += sign * distinct(rows, ({ item }) => item.forecast.statement?.id ?? null);
    for (const { reason, count } of undefinedScores) this.undefinedScores.add(reason, sign * count);
    for (const { distribution } of items) if (isWithoutRange(distribution)) this.withoutRange += sign;
    this.#applyMean(rows, column, sign);
    if (this.hedge !== null) {
      for (let at = 0; at < items.length; at += 1) {
        const row = hedgeRow(items[at] as ScoredForecast, weights[at] as number);
        if (row !== null) this.hedge.apply(row, sign);
      }
    }
    this.#applyLine(column, sign);
    this.coverage?.apply(rows, sign);
    this.#applyPoints(rows, column, sign);
    this.months?.apply(rows, sign);
    if (rule.orientation === 'loss') this.#applySkill(rows, column, sign);
  }

  #applyMean(rows: readonly ScoredRow[], { clusters, questionsApart }: ColumnItems, sign: 1 | -1): void {
    const [mean, resampled] = [new ClusterParts(), new ResampledParts()];
    for (const { item, at, weight, value } of rows) {
      this.forecasters.add(item.forecast.forecaster.id, sign);
      const [cluster, score] = [clusters[at] as string, weight * value];
      mean.add(cluster, [score, weight]);
      if (this.resampled !== null) resampled.add(cluster, score, weight);
    }
    this.mean.apply(mean, sign);
    this.meanByQuestion.apply(questionsApart ? mean : partsByQuestion(rows), sign);
    this.resampled?.apply(resampled, sign);
  }

  #applyLine({ items, weights, clusters }: ColumnItems, sign: 1 | -1): void {
    const rows: LineRow[] = [];
    for (const [at, { distribution, observation, forecast }] of items.entries()) {
      const place = placeOnLine(distribution, observation);
      if (place === null) continue;
      const [cluster, weight] = [clusters[at] as string, weights[at] as number];
      rows.push({ cluster, question: forecast.question.id, weight, ...place });
    }
    if (rows.length > 0) this.line.apply(rows, sign);
  }

  #applyPoints(rows: readonly ScoredRow[], column: ColumnItems, sign: 1 | -1): void {
    const key = PEER_OF[this.rule.key];
    if (this.peer === null || key === undefined) return;
    const { clusters, points } = column;
    const rowsOf = (kind: keyof PairPoints): PointRow[] =>
      rows.map(({ item, at, weight }) => ({
        cluster: clusters[at] as string,
        question: item.forecast.question.id,
        pair: item.window,
        weight,
        points: points[at]?.[kind] ?? null,
      }));
    this.peer.apply(rowsOf(key), sign);
    this.timedBaseline?.apply(rowsOf('metaculus_baseline'), sign);
  }

  #applySkill(rows: readonly ScoredRow[], column: ColumnItems, sign: 1 | -1): void {
    const { clusters } = column;
    const skill = new ClusterParts();
    if (this.baseRate) {
      const outcomes = new Map(
        column.items.map((item) => [item.forecast.question.id, binaryRow(item)?.outcome ?? null]),
      );
      for (const outcome of outcomes.values())
        if (outcome !== null) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + sign;
      for (const { item, at, weight, value } of rows) {
        const yes = binaryRow(item)?.outcome === 1;
        skill.add(clusters[at] as string, [weight * value, yes ? 0 : weight, yes ? weight : 0]);
      }
      this.skill.apply(skill, sign);
      return;
    }
    const { pieces } = column;
    const questions = new Set<string>();
    for (const { item, at, weight, value } of rows) {
      const compared = referenceScore(pieces[at] as ReferencePieces, item, this.rule);
      if (compared === null) continue;
      const part = weight * compared.share;
      skill.add(clusters[at] as string, [part * value, part * compared.score, part]);
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
  const values = new Set<string>();
  for (const row of rows) {
    const value = of(row);
    if (value !== null) values.add(value);
  }
  return values.size;
}
