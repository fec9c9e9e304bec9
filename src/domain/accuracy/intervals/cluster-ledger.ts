/** Sums by cluster with their moments kept beside them, whoever adds to which cluster when. */
import { ExactSum } from '../exact-sum.ts';
import { ClusterMoments } from './cluster-moments.ts';

/** What some rows add to the columns of one cluster. */
export interface ClusterPart {
  rows: number;
  /** Of its first row. */
  readonly values: readonly number[];
  /** Null as long as there is no other. */
  sums: readonly ExactSum[] | null;
}

interface Cluster {
  readonly rows: number;
  /** What its columns sum to. */
  readonly values: readonly number[];
  /** The same exactly; null as long as it has one row. */
  readonly sums: readonly ExactSum[] | null;
}

/** Parts of clusters from rows of (cluster, values of the columns). */
export class ClusterParts {
  readonly parts = new Map<string, ClusterPart>();

  add(cluster: string, values: readonly number[]): void {
    const part = this.parts.get(cluster);
    // Most clusters have one row in a cell: nothing has to be summed.
    if (part === undefined) this.parts.set(cluster, { rows: 1, values, sums: null });
    else {
      part.sums ??= sumsOf(part);
      part.rows += 1;
      for (let column = 0; column < values.length; column += 1)
        (part.sums[column] as ExactSum).add(values[column] as number);
    }
  }
}

export class ClusterLedger {
  readonly moments: ClusterMoments;
  /** Null where every cluster comes whole: then its sums need not be kept. */
  readonly #clusters: Map<string, Cluster> | null;

  /** @param inParts whether one cluster may come in several parts */
  constructor(columns: number, inParts: boolean) {
    this.moments = new ClusterMoments(columns);
    this.#clusters = inParts ? new Map() : null;
  }

  apply({ parts }: ClusterParts, sign: 1 | -1): void {
    for (const [cluster, part] of parts) {
      if (this.#clusters === null)
        this.moments.apply(part.sums === null ? part.values : valuesOf(part.sums), sign);
      else this.#amend(this.#clusters, cluster, part, sign);
    }
  }

  /** Clusters that are given one name are one from now on; only where clusters may come in parts. */
  join(nameOf: (cluster: string) => string): void {
    if (this.#clusters === null) throw new Error('the sums of these clusters are not kept');
    for (const [cluster, whole] of [...this.#clusters]) {
      const name = nameOf(cluster);
      if (name === cluster) continue;
      this.#clusters.delete(cluster);
      this.moments.apply(whole.values, -1);
      this.#amend(this.#clusters, name, whole, 1);
    }
  }

  #amend(clusters: Map<string, Cluster>, cluster: string, part: Readonly<ClusterPart>, sign: 1 | -1): void {
    const before = clusters.get(cluster);
    if (before !== undefined) this.moments.apply(before.values, -1);
    const after = amended(before, part, sign);
    if (after === null) clusters.delete(cluster);
    else {
      clusters.set(cluster, after);
      this.moments.apply(after.values, 1);
    }
  }
}

/** Null where nothing is left. The sums of `before` are amended in place. */
function amended(before: Cluster | undefined, part: Readonly<ClusterPart>, sign: 1 | -1): Cluster | null {
  const { rows: own, values: added, sums: changes } = part;
  const rows = (before?.rows ?? 0) + sign * own;
  if (rows === 0) return null;
  if (before === undefined && sign === 1 && changes === null) return { rows, values: added, sums: null };
  const sums = before === undefined ? added.map(() => new ExactSum()) : (before.sums ?? sumsOf(before));
  sums.forEach((sum, column) => {
    if (changes === null) sum.add(sign * (added[column] as number));
    else if (sign === 1) sum.addSum(changes[column] as ExactSum);
    else sum.subtractSum(changes[column] as ExactSum);
  });
  return { rows, values: valuesOf(sums), sums };
}

function sumsOf({ values }: Pick<ClusterPart, 'values'>): ExactSum[] {
  return values.map((value) => new ExactSum().add(value));
}

function valuesOf(sums: readonly ExactSum[]): number[] {
  return sums.map(({ value }) => value);
}
