/** Sums by cluster in columns of doubles: a million clusters fit, and no order of rows shows. */
import type { ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';
import { DistinctDoubles } from '../accuracy/state/distinct-doubles.ts';

// A slot begins with: rows, Σw as a pair. Each column adds: infinite rows, Σw·value as a pair.
const [ROWS, WEIGHT, FIRST] = [0, 1, 3];
const COLUMN = 3;

/**
 * Per cluster Σw and Σw·value of each column, as unevaluated pairs of doubles (see ExactSum). Infinite
 * values are counted apart: their sum is infinite, and a sum of finite ones beside them is kept.
 */
export class ClusterColumns {
  readonly #numbers = new DistinctDoubles(16);
  readonly #width: number;
  readonly #columns: number;
  #cells: Float64Array;

  constructor(columns: number) {
    this.#columns = columns;
    this.#width = FIRST + COLUMN * columns;
    this.#cells = new Float64Array(4 * this.#width);
  }

  get clusters(): number {
    return this.#numbers.count;
  }

  copy(): ClusterColumns {
    const copy = new ClusterColumns(this.#columns);
    copy.#cells = this.#cells.slice();
    for (let slot = 0; slot < this.clusters; slot += 1) copy.#numbers.indexOf(this.#numbers.valueAt(slot));
    return copy;
  }

  /** The numbers of the clusters. */
  get names(): number[] {
    return Array.from({ length: this.clusters }, (_, slot) => this.#numbers.valueAt(slot));
  }

  /** The same with one cluster of all that get one number. */
  joined(numberOf: (cluster: number) => number): ClusterColumns {
    const joined = new ClusterColumns(this.#columns);
    this.names.forEach((name, slot) => {
      const [from, to] = [slot * this.#width, joined.#slot(numberOf(name))];
      joined.#cells[to + ROWS] = (joined.#cells[to + ROWS] as number) + (this.#cells[from + ROWS] as number);
      joined.#addPairOf(this.#cells, from + WEIGHT, to + WEIGHT);
      for (let place = FIRST; place < this.#width; place += COLUMN) {
        const infinite = this.#cells[from + place] as number;
        joined.#cells[to + place] = (joined.#cells[to + place] as number) + infinite;
        joined.#addPairOf(this.#cells, from + place + 1, to + place + 1);
      }
    });
    return joined;
  }

  add(cluster: number, values: ArrayLike<number>, weight: number): void {
    const at = this.#slot(cluster);
    this.#cells[at + ROWS] = (this.#cells[at + ROWS] as number) + 1;
    this.#addPair(at + WEIGHT, weight);
    for (let column = 0; column < this.#columns; column += 1) {
      const place = at + FIRST + COLUMN * column;
      const value = values[column] as number;
      if (Number.isFinite(value)) this.#addPair(place + 1, weight * value);
      else this.#cells[place] = (this.#cells[place] as number) + Math.sign(value);
    }
  }

  /** Totals, in no order that matters; `sums` turns the columns and the weight into those wanted. */
  totals(sums: (column: (index: number) => number, weight: number) => readonly number[]): ClusterTotal[] {
    let at = 0;
    const column = (index: number) => this.#column(at + FIRST + COLUMN * index);
    return Array.from({ length: this.clusters }, (_, slot) => {
      at = slot * this.#width;
      const weight = this.#pair(at + WEIGHT);
      return {
        cluster: String(this.#numbers.valueAt(slot)),
        rows: this.#cells[at + ROWS] as number,
        weight,
        sums: sums(column, weight),
      };
    });
  }

  #column(place: number): number {
    const infinite = this.#cells[place] as number;
    return infinite === 0 ? this.#pair(place + 1) : infinite * Number.POSITIVE_INFINITY;
  }

  #pair(at: number): number {
    return (this.#cells[at] as number) + (this.#cells[at + 1] as number);
  }

  #addPairOf(cells: Float64Array, from: number, to: number): void {
    this.#addPair(to, cells[from] as number);
    this.#addPair(to, cells[from + 1] as number);
  }

  #addPair(at: number, term: number): void {
    const high = this.#cells[at] as number;
    const sum = high + term;
    const shadow = sum - high;
    const low = (this.#cells[at + 1] as number) + (high - (sum - shadow) + (term - shadow));
    const settled = sum + low;
    this.#cells[at] = settled;
    this.#cells[at + 1] = low - (settled - sum);
  }

  #slot(cluster: number): number {
    const at = this.#numbers.indexOf(cluster) * this.#width;
    if (at >= this.#cells.length) {
      const larger = new Float64Array(2 * this.#cells.length);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    return at;
  }
}
