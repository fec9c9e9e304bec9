/** Which probabilities each cluster gave, with summed weights: what the resampling of clusters draws from. */
import type { ClusterCells } from '../accuracy/calibration/resampled-tables.ts';
import { DistinctDoubles } from '../accuracy/state/distinct-doubles.ts';

// A pair (cluster, probability) as one double: 2^26 probabilities, 2^27 clusters.
const PROBABILITIES = 2 ** 26;

/** Grows with the distinct pairs of cluster and probability. */
export class ClusterPairs {
  readonly #pairs = new DistinctDoubles(16);
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

  /**
   * @param columnOf column of a probability in the table
   * @param rankOf place of a cluster among all, so that no order of rows shows
   * @param singles clusters of one row each, which come last
   */
  cells(
    columnOf: ReadonlyMap<number, number>,
    rankOf: (cluster: number) => number,
    singles: readonly { readonly column: number; readonly no: number; readonly yes: number }[],
  ): ClusterCells {
    const { values, indices } = this.#pairs.ascending();
    const order = Array.from(values, (_, at) => at);
    const rank = Float64Array.from(values, (pair) => rankOf(Math.floor(pair / PROBABILITIES)));
    order.sort((a, b) => (rank[a] as number) - (rank[b] as number) || a - b);
    const starts: number[] = [];
    const size = order.length + singles.length;
    const [column, no, yes] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
    order.forEach((at, place) => {
      if (place === 0 || rank[at] !== rank[order[place - 1] as number]) starts.push(place);
      const pair = values[at] as number;
      // Clusters without a name have numbers below 0, where a remainder would be below 0 too.
      const p = this.#probabilityOf[pair - Math.floor(pair / PROBABILITIES) * PROBABILITIES] as number;
      column[place] = columnOf.get(p) as number;
      no[place] = this.#no[indices[at] as number] as number;
      yes[place] = this.#yes[indices[at] as number] as number;
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
