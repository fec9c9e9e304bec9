/** Sums of binary rows by one kind of unit, clusters or questions; units of one plain row are counted. */
import { ProbabilityMap } from '../accuracy/state/probability-map.ts';
import { ClusterColumns } from './cluster-columns.ts';

export class UnitSums {
  columns: ClusterColumns;
  /** Rows of weight 1 that are units of their own: counts say all about them. */
  readonly single: ProbabilityMap;
  singles: number;
  readonly #width: number;

  constructor(width: number, like?: UnitSums) {
    this.#width = width;
    this.columns = like?.columns.copy() ?? new ClusterColumns(width);
    this.single = new ProbabilityMap();
    if (like !== undefined) this.single.merge(like.single);
    this.singles = like?.singles ?? 0;
  }

  /** @param unit its number; null for a row that is one of its own @param values of its columns; read where it has a number */
  add(unit: number | null, p: number, outcome: 0 | 1, values: Float64Array, weight: number): void {
    if (unit === null) {
      this.single.add(p, outcome);
      this.singles += 1;
    } else this.columns.add(unit, values, weight);
  }

  get units(): number {
    return this.columns.clusters + this.singles;
  }

  /** Whether some unit would be another one. */
  joins(unitOf: (unit: number) => number): boolean {
    return this.columns.names.some((unit) => unitOf(unit) !== unit);
  }

  /** Units that are given one number are one from now on. */
  join(unitOf: (unit: number) => number): void {
    this.columns = this.columns.joined(unitOf);
  }

  copy(): UnitSums {
    return new UnitSums(this.#width, this);
  }
}
