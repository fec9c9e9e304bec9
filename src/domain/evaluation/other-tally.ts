/** The state of the rows of one group and question type that are not binary, one rule at a time. */

import { ExactSum } from '../accuracy/exact-sum.ts';
import { ClusterSums, type ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';
import { LineSums } from '../accuracy/report/cell/line-sums.ts';
import { uniformBeside } from '../accuracy/report/reference/references.ts';
import { comparableValue, isWithoutRange } from '../accuracy/report/selection/scored-rows.ts';
import type { Distribution, Observation } from '../questions/distribution.ts';
import { placeOnLine } from '../scoring/continuous-only.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';
import type { NumberedForecast } from './numbering.ts';

export class OtherTally {
  readonly rule: ScoringRule;
  /** Whether it is asked for, or a default of some row. */
  wanted = false;
  applicable = 0;
  withoutRange = 0;
  scored = 0;
  readonly undefinedScores = new Map<string, number>();
  readonly line = new LineSums(true, 'oneByOne');
  readonly #weight = new ExactSum();
  readonly #scores = new ClusterSums(1);
  readonly #byQuestion = new ClusterSums(1);
  readonly #both = new ClusterSums(2);
  readonly #baseline = new ClusterSums(1);
  readonly #questions = new Set<string>();
  readonly #comparedQuestions = new Set<string>();
  readonly #forecasters = new Set<number>();
  readonly #clusters = new Set<string>();

  constructor(rule: ScoringRule) {
    this.rule = rule;
  }

  /** @param row number of the row, which names what has no name */
  add(
    { forecaster, question, cluster, weight }: NumberedForecast,
    distribution: Distribution,
    observation: Observation,
    row: number,
  ): void {
    this.applicable += 1;
    if (isWithoutRange(distribution)) this.withoutRange += 1;
    const questionName = question === null ? `row ${row}` : String(question);
    const clusterName = cluster === null ? `row ${row}` : String(cluster);
    const place = placeOnLine(distribution, observation);
    if (place !== null)
      this.line.apply([{ cluster: clusterName, question: questionName, weight, ...place }], 1);
    const { value, reason } = this.rule.score(distribution, observation);
    if (value === null) {
      this.undefinedScores.set(reason, (this.undefinedScores.get(reason) ?? 0) + 1);
      return;
    }
    const comparable = comparableValue(value, { distribution }, this.rule);
    this.scored += 1;
    this.#weight.add(weight);
    this.#scores.add(clusterName, [comparable], weight);
    this.#byQuestion.add(questionName, [comparable], weight);
    this.#questions.add(questionName);
    this.#forecasters.add(forecaster);
    this.#clusters.add(clusterName);
    const reference = this.#referenceScore(distribution, observation);
    if (reference === null) return;
    this.#both.add(clusterName, [comparable, reference], weight);
    this.#baseline.add(clusterName, [reference], weight);
    this.#comparedQuestions.add(questionName);
  }

  /** Makes one cluster of those that are one unit. */
  join(unitOf: (cluster: number) => number): void {
    const nameOf = (name: string) => (name.startsWith('row') ? name : String(unitOf(Number(name))));
    for (const sums of [this.#scores, this.#both, this.#baseline]) sums.join(nameOf);
    this.line.join(nameOf);
    const units = new Set([...this.#clusters].map(nameOf));
    this.#clusters.clear();
    for (const unit of units) this.#clusters.add(unit);
  }

  get questions(): number {
    return this.#questions.size;
  }

  get comparedQuestions(): number {
    return this.#comparedQuestions.size;
  }

  get forecasters(): number {
    return this.#forecasters.size;
  }

  get clusters(): number {
    return this.#clusters.size;
  }

  get weight(): number {
    return this.#weight.value;
  }

  totals(): {
    scores: ClusterTotal[];
    byQuestion: ClusterTotal[];
    both: ClusterTotal[];
    baseline: ClusterTotal[];
  } {
    return {
      scores: this.#scores.totals(),
      byQuestion: this.#byQuestion.totals(),
      both: this.#both.totals(),
      baseline: this.#baseline.totals(),
    };
  }

  /** Of equal probabilities over the same options or range; null where that has no score. */
  #referenceScore(distribution: Distribution, observation: Observation): number | null {
    const uniform = uniformBeside(distribution);
    if (uniform === null || this.rule.refuses(uniform) !== null) return null;
    const { value } = this.rule.score(uniform, observation);
    return value === null ? null : comparableValue(value, { distribution }, this.rule);
  }
}
