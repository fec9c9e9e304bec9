/** The groups of a report as they fill and empty. */
import type { JoinedForecast, JoinedStatement } from '../../record/joined-record.ts';
import type { CellContext } from '../cell/column-items.ts';
import type { GroupKey } from '../models/parameters.ts';
import type { LeftOutReason, ScoredForecast } from '../selection/counting.ts';
import {
  combinations,
  type GroupValue,
  groupId,
  groupsStatements,
  inGroupOrder,
  largestOf,
  valuesOfForecast,
  valuesOfStatement,
} from '../selection/grouping.ts';
import { type GroupOptions, GroupState } from './group-state.ts';

/** What some families hold of the selection. */
export interface Selected {
  readonly scored: readonly ScoredForecast[];
  readonly leftOut: readonly { readonly forecast: JoinedForecast; readonly reason: LeftOutReason }[];
  readonly statements: readonly JoinedStatement[];
}

interface Part {
  readonly values: readonly GroupValue[];
  readonly scored: ScoredForecast[];
  readonly leftOut: LeftOutReason[];
  readonly statements: JoinedStatement[];
}

export class GroupStates {
  readonly withStatements: boolean;
  readonly #keys: readonly GroupKey[];
  readonly #options: GroupOptions;
  readonly #groups = new Map<string, GroupState>();

  constructor(keys: readonly GroupKey[], options: GroupOptions) {
    this.#keys = keys;
    this.#options = options;
    this.withStatements = keys.every(groupsStatements);
  }

  /** Adds (1) or takes out (-1); a group that nothing is left in is gone. */
  apply(selected: Selected, context: CellContext, sign: 1 | -1): void {
    for (const [id, part] of this.#partsOf(selected)) {
      let group = this.#groups.get(id);
      if (group === undefined) {
        group = new GroupState(part.values, this.#options);
        this.#groups.set(id, group);
      }
      group.apply(part, context, sign);
      if (group.size.every((count) => count === 0)) this.#groups.delete(id);
    }
  }

  /** The largest groups in the order of their labels, and the others. */
  largest(limit: number): { readonly kept: readonly GroupState[]; readonly omitted: readonly GroupState[] } {
    return largestOf(inGroupOrder([...this.#groups.values()]), ({ size }) => size, limit);
  }

  /** Numbers held, for a bound on memory. */
  get extent(): number {
    let extent = 0;
    for (const group of this.#groups.values()) extent += group.extent;
    return extent;
  }

  #partsOf({ scored, leftOut, statements }: Selected): Map<string, Part> {
    const parts = new Map<string, Part>();
    const of = (values: readonly (readonly GroupValue[])[]): Part[] =>
      combinations(values).map((combination) => {
        const id = groupId(combination);
        const part = parts.get(id) ?? { values: combination, scored: [], leftOut: [], statements: [] };
        parts.set(id, part);
        return part;
      });
    const ofForecast = (forecast: JoinedForecast) =>
      of(this.#keys.map((key) => valuesOfForecast(forecast, key)));
    for (const item of scored) for (const part of ofForecast(item.forecast)) part.scored.push(item);
    for (const { forecast, reason } of leftOut)
      for (const part of ofForecast(forecast)) part.leftOut.push(reason);
    if (this.withStatements) {
      for (const statement of statements)
        for (const part of of(this.#keys.map((key) => valuesOfStatement(statement, key))))
          part.statements.push(statement);
    }
    return parts;
  }
}
