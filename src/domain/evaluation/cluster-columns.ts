/** Sums by cluster in columns of doubles: a million clusters fit, and what was added can be removed. */
import type { ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';

/** Numbers clusters by name, once for all states of one evaluation. */
export class ClusterNames {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    this.#names.push(name);
    return this.#names.length - 1;
  }

  nameOf(cluster: number): string {
    return this.#names[cluster] as string;
  }
}

// A slot: rows, infinite rows, then high and low part of Σw, Σw·score, Σw·reference.
const WIDTH = 8;
const [ROWS, INFINITE, WEIGHT, SCORE, REFERENCE] = [0, 1, 2, 4, 6];

/**
 * Per cluster Σw, Σw·score and Σw·reference, each as an unevaluated pair of doubles (see ExactSum), so
 * that neither order nor history shows. Infinite scores are counted apart: Infinity - Infinity would
 * not give back what was there before.
 */
export class ClusterColumns {
  readonly #slots = new Map<number, number>();
  #cells = new Float64Array(16 * WIDTH);

  apply(cluster: number, score: number, reference: number, weight: number, sign: 1 | -1): void {
    const at = this.#slot(cluster);
    this.#cells[at + ROWS] = (this.#cells[at + ROWS] as number) + sign;
    this.#addPair(at + WEIGHT, sign * weight);
    if (Number.isFinite(score)) this.#addPair(at + SCORE, sign * weight * score);
    else this.#cells[at + INFINITE] = (this.#cells[at + INFINITE] as number) + sign * Math.sign(score);
    this.#addPair(at + REFERENCE, sign * weight * reference);
  }

  merge(other: ClusterColumns): void {
    for (const [cluster, from] of other.#slots) {
      const at = this.#slot(cluster);
      for (const count of [ROWS, INFINITE]) {
        this.#cells[at + count] =
          (this.#cells[at + count] as number) + (other.#cells[from + count] as number);
      }
      for (const pair of [WEIGHT, SCORE, REFERENCE]) {
        this.#addPair(at + pair, other.#cells[from + pair] as number);
        this.#addPair(at + pair, other.#cells[from + pair + 1] as number);
      }
    }
  }

  /** Totals in the order of the names; the sums are those of score and reference. */
  totals(names: ClusterNames): ClusterTotal[] {
    return [...this.#slots]
      .filter(([, at]) => this.#cells[at + ROWS] !== 0)
      .map(([cluster, at]) => ({
        cluster: names.nameOf(cluster),
        rows: this.#cells[at + ROWS] as number,
        weight: this.#pair(at + WEIGHT),
        sums: [this.#scoreAt(at), this.#pair(at + REFERENCE)],
      }))
      .sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  }

  #scoreAt(at: number): number {
    const infinite = this.#cells[at + INFINITE] as number;
    return infinite === 0 ? this.#pair(at + SCORE) : infinite * Number.POSITIVE_INFINITY;
  }

  #pair(at: number): number {
    return (this.#cells[at] as number) + (this.#cells[at + 1] as number);
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
    const known = this.#slots.get(cluster);
    if (known !== undefined) return known;
    const at = this.#slots.size * WIDTH;
    if (at >= this.#cells.length) {
      const larger = new Float64Array(2 * this.#cells.length);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#slots.set(cluster, at);
    return at;
  }
}
