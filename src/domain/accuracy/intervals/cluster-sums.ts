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
  /** Σ w·x of each column and, last, the weight, of the only row. */
  readonly values: readonly number[];
  /** The same of all rows; null as long as there is one. */
  sums: readonly ExactSum[] | null;
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
    this.#apply(cluster, this.#termsOf(values, weight), 1);
  }

  remove(cluster: string, values: readonly number[], weight = 1): void {
    this.#apply(cluster, this.#termsOf(values, -weight), -1);
    if (this.#members.get(cluster)?.rows === 0) this.#members.delete(cluster);
  }

  merge(other: ClusterSums): void {
    for (const [cluster, { rows, values, sums }] of other.#members) {
      const member = this.#members.get(cluster);
      if (member === undefined) {
        const own = sums === null ? null : sums.map((sum) => new ExactSum().addSum(sum));
        this.#members.set(cluster, { rows, values, sums: own });
        continue;
      }
      member.sums ??= member.values.map((value) => new ExactSum().add(value));
      member.rows += rows;
      member.sums.forEach((sum, column) => {
        if (sums === null) sum.add(values[column] as number);
        else sum.addSum(sums[column] as ExactSum);
      });
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

  #termsOf(values: readonly number[], weight: number): number[] {
    const terms: number[] = [];
    for (let column = 0; column < this.#columns; column += 1) terms.push(weight * (values[column] as number));
    terms.push(weight);
    return terms;
  }

  #apply(cluster: string, terms: readonly number[], sign: 1 | -1): void {
    const member = this.#members.get(cluster);
    // Most clusters have one row: nothing has to be summed.
    if (member === undefined) {
      this.#members.set(cluster, { rows: sign, values: terms, sums: null });
      return;
    }
    member.sums ??= member.values.map((value) => new ExactSum().add(value));
    member.rows += sign;
    for (let column = 0; column < terms.length; column += 1)
      (member.sums[column] as ExactSum).add(terms[column] as number);
  }
}
