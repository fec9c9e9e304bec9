/** Forecasts of one column with what all of its cells ask of them, looked up once. */

import type { AccuracyParameters } from '../models/parameters.ts';
import type { PairPoints, PointsOf } from '../reference/peers.ts';
import type { ReferencePieces } from '../reference/reference-pieces.ts';
import type { Reference } from '../reference/references.ts';
import { type ClusterOf, weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';

/** What scored forecasts are seen against. */
export interface CellContext {
  readonly parameters: AccuracyParameters;
  readonly clusterOf: ClusterOf;
  readonly reference: Reference;
  /** Of everything selected, in whatever groups. */
  readonly pointsOf: PointsOf;
}

export class ColumnItems {
  readonly items: readonly ScoredForecast[];
  /** One an item, as are the columns below. */
  readonly weights: readonly number[];
  readonly context: CellContext;
  #clusters: readonly string[] | null = null;
  #points: readonly (PairPoints | null)[] | null = null;
  #pieces: readonly ReferencePieces[] | null = null;
  #apart: boolean | null = null;

  /** @param items of one question type and reading */
  constructor(items: readonly ScoredForecast[], context: CellContext) {
    this.items = items;
    this.context = context;
    this.weights = weightsOf(items, context.parameters.weight);
  }

  /** Those that the test takes, weighted among themselves. */
  only(takes: (item: ScoredForecast) => boolean): ColumnItems {
    return this.items.every(takes) ? this : new ColumnItems(this.items.filter(takes), this.context);
  }

  get clusters(): readonly string[] {
    this.#clusters ??= this.items.map(this.context.clusterOf);
    return this.#clusters;
  }

  /** Points relative to everybody else. */
  get points(): readonly (PairPoints | null)[] {
    this.#points ??= this.items.map(this.context.pointsOf);
    return this.#points;
  }

  /** References, where there is one of each forecast. */
  get pieces(): readonly ReferencePieces[] {
    const { reference } = this.context;
    if (reference === 'baseRate') throw new TypeError('the base rate is one of a whole cell');
    this.#pieces ??= this.items.map(reference);
    return this.#pieces;
  }

  /** Whether no cluster holds two questions, and no question lies in two. */
  get questionsApart(): boolean {
    this.#apart ??= this.#areQuestionsApart();
    return this.#apart;
  }

  #areQuestionsApart(): boolean {
    const questions = new Map<string, string>();
    for (const [at, { forecast }] of this.items.entries()) {
      const cluster = this.clusters[at] as string;
      const { id } = forecast.question;
      const known = questions.get(cluster);
      if (known === undefined) questions.set(cluster, id);
      else if (known !== id) return false;
    }
    return new Set(questions.values()).size === questions.size;
  }
}
