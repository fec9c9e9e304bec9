/** The groups of a report as they fill. */
import type { LeftOutReason, ScoredForecast } from './counting.ts';
import type { GroupMembers } from './figures.ts';
import {
  byLabels,
  combinations,
  type GroupValue,
  groupId,
  groupsStatements,
  valuesOfForecast,
  valuesOfStatement,
} from './grouping.ts';
import type { JoinedForecast, JoinedStatement } from './joined-record.ts';
import type { GroupKey } from './parameters.ts';

interface Group {
  readonly values: readonly GroupValue[];
  readonly members: {
    scored: ScoredForecast[];
    leftOut: LeftOutReason[];
    statements: JoinedStatement[] | null;
  };
}

/** Fills with forecasts and statements; gives back its groups in the order of their labels. */
export class Groups {
  readonly #keys: readonly GroupKey[];
  readonly #groups = new Map<string, Group>();

  constructor(keys: readonly GroupKey[]) {
    this.#keys = keys;
  }

  addScored(scored: ScoredForecast): void {
    for (const { members } of this.#of((key) => valuesOfForecast(scored.forecast, key)))
      members.scored.push(scored);
  }

  addLeftOut(forecast: JoinedForecast, reason: LeftOutReason): void {
    for (const { members } of this.#of((key) => valuesOfForecast(forecast, key)))
      members.leftOut.push(reason);
  }

  addStatement(statement: JoinedStatement): void {
    for (const { members } of this.#of((key) => valuesOfStatement(statement, key)))
      members.statements?.push(statement);
  }

  /** The groups with the most forecasts (then statements), in the order of their labels. */
  largest(limit: number): {
    kept: { values: readonly GroupValue[]; members: GroupMembers }[];
    omitted: { members: GroupMembers }[];
  } {
    const groups = [...this.#groups.values()].sort((a, b) => byLabels(a.values, b.values));
    const size = ({ members }: Group) => [
      members.scored.length,
      members.leftOut.length,
      members.statements?.length ?? 0,
    ];
    const bySize = [...groups].sort((a, b) => {
      const [one, other] = [size(a), size(b)];
      return (
        one.map((count, at) => (other[at] as number) - count).find((difference) => difference !== 0) ?? 0
      );
    });
    const kept = new Set(bySize.slice(0, limit));
    return {
      kept: groups.filter((group) => kept.has(group)),
      omitted: groups.filter((group) => !kept.has(group)),
    };
  }

  #of(valuesOf: (key: GroupKey) => readonly GroupValue[]): Group[] {
    return combinations(this.#keys.map(valuesOf)).map((values) => {
      const id = groupId(values);
      let group = this.#groups.get(id);
      if (!group) {
        group = {
          values,
          members: { scored: [], leftOut: [], statements: this.#keys.every(groupsStatements) ? [] : null },
        };
        this.#groups.set(id, group);
      }
      return group;
    });
  }
}
