/** The names of one evaluation as numbers, which sets and columns hold more cheaply. */
import type { EvaluatedForecast } from './evaluated-forecast.ts';
import type { EvaluationOptions } from './options.ts';
import { SharedQuestions } from './shared-questions.ts';

/** What a row belongs to. A null question is one of its own, a null cluster too. */
export interface NumberedForecast {
  readonly forecaster: number;
  readonly question: number | null;
  readonly cluster: number | null;
  readonly weight: number;
}

export class Numbering {
  readonly #forecasters = new Names();
  readonly #questions = new Names();
  readonly #clusters = new Names();
  readonly #shared = new SharedQuestions();
  readonly #options: EvaluationOptions;
  #nameless = 0;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  of(forecast: EvaluatedForecast): NumberedForecast {
    const weight = this.#options.weight === 'equal' ? 1 : forecast.weight;
    const question = forecast.question === null ? null : this.#questions.numberOf(forecast.question);
    let cluster = this.#clusterOf(forecast, question);
    if (cluster === null && weight !== 1) {
      this.#nameless += 1;
      cluster = -this.#nameless;
    }
    return { forecaster: this.#forecasters.numberOf(forecast.forecaster), question, cluster, weight };
  }

  /** Told of every row that counts. */
  count({ question, cluster }: NumberedForecast): void {
    if (question !== null && cluster !== null && cluster >= 0 && cluster % 2 === 1)
      this.#shared.add(question, cluster >> 1);
  }

  /**
   * The unit of independence that a cluster is part of: clusters in which rows on one question stand are
   * one, with the rows on it that name none. Null where each is its own.
   */
  unitOf(): ((cluster: number) => number) | null {
    if (this.#shared.empty) return null;
    const names = this.#clusters.entries().map(([name]) => name);
    const first = this.#shared.firsts(names);
    return (cluster) => {
      if (cluster < 0) return cluster;
      const given = cluster % 2 === 1 ? cluster >> 1 : this.#shared.clusterOf(cluster >> 1);
      return given === undefined ? cluster : 2 * (first[given] as number) + 1;
    };
  }

  forecasterOf(name: string): number {
    return this.#forecasters.numberOf(name);
  }

  /** Place of each cluster in the order of names; those without one come last, in no order. */
  clusterRanks(): (cluster: number) => number {
    const named = [
      ...this.#questions.entries().map(([name, number]) => [name, 2 * number] as const),
      ...this.#clusters.entries().map(([name, number]) => [name, 2 * number + 1] as const),
    ];
    named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const ranks = new Map(named.map(([, cluster], rank) => [cluster, rank]));
    return (cluster) => ranks.get(cluster) ?? named.length;
  }

  /** Name of a cluster by its number as text; null for what has none. */
  clusterNames(): (cluster: string) => string | null {
    const questions = this.#questions.entries().map(([name]) => name);
    const clusters = this.#clusters.entries().map(([name]) => `cluster ${name}`);
    return (cluster) => {
      const number = cluster === '' ? -1 : Number(cluster);
      if (!(number >= 0)) return null;
      return (number % 2 === 0 ? questions : clusters)[number >> 1] ?? null;
    };
  }

  #clusterOf({ cluster }: EvaluatedForecast, question: number | null): number | null {
    const kind = this.#options.cluster;
    if (kind === 'forecast') return null;
    if (kind === 'given' && cluster !== null) return 2 * this.#clusters.numberOf(cluster) + 1;
    return question === null ? null : 2 * question;
  }
}

/** Numbers names in order of first sight. */
class Names {
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }

  entries(): [string, number][] {
    return [...this.#numbers];
  }
}
