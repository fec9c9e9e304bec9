/** Sums by cluster with their moments kept beside them, whoever adds to which cluster when. */
import { ExactSum } from '../exact-sum.ts';
import { ClusterMoments } from './cluster-moments.ts';

/** What some rows add to the columns of one cluster. */
export interface ClusterPart {
  rows: number;
  readonly sums: readonly ExactSum[];
}

/** Parts of clusters from rows of (cluster, values of the columns). */
export class ClusterParts {
  readonly parts = new Map<string, ClusterPart>();
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  add(cluster: string, values: readonly number[]): void {
    let part = this.parts.get(cluster);
    if (part === undefined) {
      part = { rows: 0, sums: Array.from({ length: this.#columns }, () => new ExactSum()) };
      this.parts.set(cluster, part);
    }
    part.rows += 1;
    for (let column = 0; column < values.length; column += 1)
      (part.sums[column] as ExactSum).add(values[column] as number);
  }
}

export class ClusterLedger {
  readonly moments: ClusterMoments;
  /** Null where every cluster comes whole: then its sums need not be kept. */
  readonly #clusters: Map<string, ClusterPart> | null;

  /** @param inParts whether one cluster may come in several parts */
  constructor(columns: number, inParts: boolean) {
    this.moments = new ClusterMoments(columns);
    this.#clusters = inParts ? new Map() : null;
  }

  apply({ parts }: ClusterParts, sign: 1 | -1): void {
    for (const [cluster, part] of parts) {
      if (this.#clusters === null) this.moments.apply(valuesOf(part), sign);
      else this.#amend(this.#clusters, cluster, part, sign);
    }
  }

  #amend(clusters: Map<string, ClusterPart>, cluster: string, part: ClusterPart, sign: 1 | -1): void {
    const before = clusters.get(cluster);
    if (before !== undefined) this.moments.apply(valuesOf(before), -1);
    const after = before ?? { rows: 0, sums: part.sums.map(() => new ExactSum()) };
    after.rows += sign * part.rows;
    after.sums.forEach((sum, column) => {
      const change = part.sums[column] as ExactSum;
      if (sign === 1) sum.addSum(change);
      else sum.subtractSum(change);
    });
    if (after.rows === 0) clusters.delete(cluster);
    else {
      clusters.set(cluster, after);
      this.moments.apply(valuesOf(after), 1);
    }
  }
}

function valuesOf({ sums }: ClusterPart): number[] {
  return sums.map(({ value }) => value);
}
