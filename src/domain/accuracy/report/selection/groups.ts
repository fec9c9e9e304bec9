/** Scored forecasts by group, for reports that need them one by one. */

import type { JoinedForecast } from '../../record/joined-record.ts';
import type { GroupKey } from '../models/parameters.ts';
import type { ScoredForecast } from './counting.ts';
import {
  combinations,
  type GroupValue,
  groupId,
  inGroupOrder,
  largestOf,
  valuesOfForecast,
} from './grouping.ts';

export interface Group {
  readonly values: readonly GroupValue[];
  readonly scored: ScoredForecast[];
  leftOut: number;
}

/** Fills with forecasts; gives back its groups in the order of their labels. */
export class Groups {
  readonly #keys: readonly GroupKey[];
  readonly #groups = new Map<string, Group>();

  constructor(keys: readonly GroupKey[]) {
    this.#keys = keys;
  }

  addScored(scored: ScoredForecast): void {
    for (const group of this.#of(scored.forecast)) group.scored.push(scored);
  }

  addLeftOut(forecast: JoinedForecast): void {
    for (const group of this.#of(forecast)) group.leftOut += 1;
  }

  /** The groups with the most forecasts, in the order of their labels. */
  largest(limit: number): { readonly kept: readonly Group[]; readonly omitted: readonly Group[] } {
    const size = ({ scored, leftOut }: Group) => [scored.length, leftOut];
    return largestOf(inGroupOrder([...this.#groups.values()]), size, limit);
  }

  #of(forecast: JoinedForecast): Group[] {
    return combinations(this.#keys.map((key) => valuesOfForecast(forecast, key))).map((values) => {
      const id = groupId(values);
      let group = this.#groups.get(id);
      if (!group) {
        group = { values, scored: [], leftOut: 0 };
        this.#groups.set(id, group);
      }
      return group;
    });
  }
}
