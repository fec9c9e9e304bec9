/** Many sums as `ExactSum` keeps one, in columns of doubles: equal to it to the bit, without an object each. */
export class ExactSums {
  readonly #high: Float64Array;
  readonly #low: Float64Array;

  /** @param size how many sums there are; each begins at 0 */
  constructor(size: number) {
    this.#high = new Float64Array(size);
    this.#low = new Float64Array(size);
  }

  add(at: number, term: number): void {
    const before = this.#high[at] as number;
    const sum = before + term;
    const shadow = sum - before;
    const error = before - (sum - shadow) + (term - shadow);
    // Once infinite, the error term is NaN and must not spoil the sum.
    const low = Number.isFinite(sum) ? (this.#low[at] as number) + error : 0;
    const settled = sum + low;
    this.#high[at] = settled;
    this.#low[at] = Number.isFinite(sum) ? low - (settled - sum) : 0;
  }

  valueAt(at: number): number {
    return (this.#high[at] as number) + (this.#low[at] as number);
  }
}
