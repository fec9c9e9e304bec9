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
  /** Σ w·x of each column and, last, the weight: of the first row. */
  readonly values: readonly number[];
  /** The same of all rows; null as long as there is one. */
  sums: readonly ExactSum[] | null;
}

/**
 * Sums by cluster: all that a cluster-robust or bootstrap interval of means and ratios needs. A row costs
 * O(1), a report the number of clusters. What is also taken out again is kept by a `ClusterLedger`.
 */
export class ClusterSums {
  readonly #members = new Map<string, Member>();
  readonly #columns: number;

  /** @param columns how many values a row has: 1 for a mean, 2 for a score and its reference. */
  constructor(columns: number) {
    this.#columns = columns;
  }

  add(cluster: string, values: readonly number[], weight = 1): void {
    const terms = values.map((value) => weight * value);
    terms.push(weight);
    const member = this.#members.get(cluster);
    // Most clusters have one row: nothing has to be summed.
    if (member === undefined) {
      this.#members.set(cluster, { rows: 1, values: terms, sums: null });
      return;
    }
    member.sums ??= exactly(member.values);
    member.rows += 1;
    for (let at = 0; at < terms.length; at += 1) (member.sums[at] as ExactSum).add(terms[at] as number);
  }

  /** Clusters that are given one name are one from now on. */
  join(nameOf: (cluster: string) => string): void {
    for (const [cluster, member] of [...this.#members]) {
      const name = nameOf(cluster);
      if (name === cluster) continue;
      this.#members.delete(cluster);
      const into = this.#members.get(name);
      if (into === undefined) {
        this.#members.set(name, member);
        continue;
      }
      into.sums ??= exactly(into.values);
      const added = member.sums ?? exactly(member.values);
      into.rows += member.rows;
      for (const [at, sum] of into.sums.entries()) sum.addSum(added[at] as ExactSum);
    }
  }

  /** Totals in the order of the cluster names, so that neither history nor order of rows shows. */
  totals(): ClusterTotal[] {
    return [...this.#members]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([cluster, { rows, values, sums }]) => {
        // `+ 0` turns a -0 into 0, as adding does.
        const all = sums === null ? values.map((value) => value + 0) : sums.map(({ value }) => value);
        return { cluster, rows, weight: all[this.#columns] as number, sums: all.slice(0, this.#columns) };
      });
  }
}

function exactly(values: readonly number[]): ExactSum[] {
  return values.map((value) => new ExactSum().add(value));
}
