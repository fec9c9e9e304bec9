/**
 * A sum held as an unevaluated pair of doubles (Knuth's two-sum, renormalised after each step). While
 * the terms span fewer than 106 bits the pair is the exact sum, so that removing what was added gives
 * the same bits back, in any order. A plain or Neumaier sum does not: 0.1 + 0.2 - 0.2 is not 0.1.
 */
export class ExactSum {
  high: number;
  low: number;

  constructor(high = 0, low = 0) {
    this.high = high;
    this.low = low;
  }

  add(term: number): this {
    const sum = this.high + term;
    const shadow = sum - this.high;
    const error = this.high - (sum - shadow) + (term - shadow);
    // Once infinite, the error term is NaN and must not spoil the sum.
    const low = Number.isFinite(sum) ? this.low + error : 0;
    this.high = sum + low;
    this.low = Number.isFinite(sum) ? low - (this.high - sum) : 0;
    return this;
  }

  subtract(term: number): this {
    return this.add(-term);
  }

  addSum(other: ExactSum): this {
    return this.add(other.high).add(other.low);
  }

  subtractSum(other: ExactSum): this {
    return this.add(-other.high).add(-other.low);
  }

  get value(): number {
    return this.high + this.low;
  }
}
