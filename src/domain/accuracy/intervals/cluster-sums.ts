import { ExactSum } from '../exact-sum.ts';

/** Sums of one cluster, as plain numbers. */
export interface ClusterTotal {
  readonly cluster: string;
  readonly rows: number;
  readonly weight: number;
  /** Σ w·x for each column of values. */
  readonly sums: readonly number[];
  /** How many clusters are exactly like this one; 1 unless told. */
  readonly times?: number;
}

/** Clusters behind totals. */
export function clusterCount(totals: readonly ClusterTotal[]): number {
  return totals.reduce((count, { times = 1 }) => count + times, 0);
}

interface Member {
  rows: number;
  readonly weight: ExactSum;
  readonly sums: readonly ExactSum[];
}

/**
 * Sums by cluster: all that a cluster-robust or bootstrap interval of means and ratios needs. Updates
 * cost O(1), a report the number of clusters; removing what was added gives the same bits back.
 */
export class ClusterSums {
  readonly #members = new Map<string, Member>();
  readonly #columns: number;

  /** @param columns how many values a row has: 1 for a mean, 2 for a score and its reference. */
  constructor(columns: number) {
    this.#columns = columns;
  }

  add(cluster: string, values: readonly number[], weight = 1): void {
    this.#apply(cluster, values, weight, 1);
  }

  remove(cluster: string, values: readonly number[], weight = 1): void {
    this.#apply(cluster, values, weight, -1);
    if (this.#members.get(cluster)?.rows === 0) this.#members.delete(cluster);
  }

  merge(other: ClusterSums): void {
    for (const [cluster, from] of other.#members) {
      const member = this.#member(cluster);
      member.rows += from.rows;
      member.weight.addSum(from.weight);
      member.sums.forEach((sum, column) => {
        sum.addSum(from.sums[column] as ExactSum);
      });
    }
  }

  /** Totals in the order of the cluster names, so that neither history nor order of rows shows. */
  totals(): ClusterTotal[] {
    return [...this.#members]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([cluster, { rows, weight, sums }]) => {
        return { cluster, rows, weight: weight.value, sums: sums.map((sum) => sum.value) };
      });
  }

  #apply(cluster: string, values: readonly number[], weight: number, sign: 1 | -1): void {
    const member = this.#member(cluster);
    member.rows += sign;
    member.weight.add(sign * weight);
    member.sums.forEach((sum, column) => {
      sum.add(sign * weight * (values[column] as number));
    });
  }

  #member(cluster: string): Member {
    let member = this.#members.get(cluster);
    if (!member) {
      const sums = Array.from({ length: this.#columns }, () => new ExactSum());
      member = { rows: 0, weight: new ExactSum(), sums };
      this.#members.set(cluster, member);
    }
    return member;
  }
}
