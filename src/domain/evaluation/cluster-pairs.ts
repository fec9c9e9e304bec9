/** Which probabilities each cluster gave, with summed weights: what the resampling of clusters draws from. */
import type { ClusterCells } from '../accuracy/calibration/resampled-tables.ts';
import { DistinctDoubles } from '../accuracy/state/distinct-doubles.ts';

// A pair (cluster, probability) as one double: 2^26 probabilities, 2^27 clusters.
const PROBABILITIES = 2 ** 26;

/** Grows with the distinct pairs of cluster and probability. */
export class ClusterPairs {
  #pairs = new DistinctDoubles(16);
  readonly #probabilityOf: number[] = [];
  #no = new Float64Array(16);
  #yes = new Float64Array(16);

  /** @param index number of the probability `p` */
  add(cluster: number, index: number, p: number, outcome: 0 | 1, weight: number): void {
    const pair = this.#pairs.indexOf(cluster * PROBABILITIES + index);
    if (pair >= this.#no.length) {
      this.#no = grown(this.#no);
      this.#yes = grown(this.#yes);
    }
    this.#probabilityOf[index] = p;
    const column = outcome === 1 ? this.#yes : this.#no;
    column[pair] = (column[pair] as number) + weight;
  }

  /** Clusters that are given one number are one from now on. */
  join(numberOf: (cluster: number) => number): void {
    const { values, indices } = this.#pairs.ascending();
    const [no, yes] = [this.#no, this.#yes];
    this.#pairs = new DistinctDoubles(16);
    [this.#no, this.#yes] = [new Float64Array(16), new Float64Array(16)];
    values.forEach((pair, at) => {
      const cluster = Math.floor(pair / PROBABILITIES);
      const index = pair - cluster * PROBABILITIES;
      const p = this.#probabilityOf[index] as number;
      for (const [outcome, weights] of [no, yes].entries()) {
        const weight = weights[indices[at] as number] as number;
        if (weight > 0) this.add(numberOf(cluster), index, p, outcome as 0 | 1, weight);
      }
    });
  }

  /**
   * @param columnOf column of a probability in the table
   * @param rankOf place of a cluster among all; those of one rank, which are one row each, come in the order of
   *   what they hold, so that no order of rows shows
   * @param singles clusters of one row each, which come last
   */
  cells(
    columnOf: ReadonlyMap<number, number>,
    rankOf: (cluster: number) => number,
    singles: readonly { readonly column: number; readonly no: number; readonly yes: number }[],
  ): ClusterCells {
    const { values, indices } = this.#pairs.ascending();
    const order = Array.from(values, (_, at) => at);
    const cluster = Float64Array.from(values, (pair) => Math.floor(pair / PROBABILITIES));
    // Clusters without a name have numbers below 0, where a remainder would be below 0 too.
    const p = values.map(
      (pair, at) => this.#probabilityOf[pair - (cluster[at] as number) * PROBABILITIES] as number,
    );
    const rank = cluster.map(rankOf);
    const noOf = Float64Array.from(indices, (index) => this.#no[index] as number);
    const yesOf = Float64Array.from(indices, (index) => this.#yes[index] as number);
    const between = (column: Float64Array, a: number, b: number) =>
      (column[a] as number) - (column[b] as number);
    order.sort(
      (a, b) => between(rank, a, b) || between(p, a, b) || between(noOf, a, b) || between(yesOf, a, b),
    );
    const starts: number[] = [];
    const size = order.length + singles.length;
    const [column, no, yes] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
    order.forEach((at, place) => {
      if (place === 0 || cluster[at] !== cluster[order[place - 1] as number]) starts.push(place);
      column[place] = columnOf.get(p[at] as number) as number;
      no[place] = noOf[at] as number;
      yes[place] = yesOf[at] as number;
    });
    singles.forEach((single, at) => {
      const place = order.length + at;
      starts.push(place);
      column[place] = single.column;
      no[place] = single.no;
      yes[place] = single.yes;
    });
    starts.push(size);
    return { starts: Int32Array.from(starts), column, no, yes };
  }
}

function grown(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}
