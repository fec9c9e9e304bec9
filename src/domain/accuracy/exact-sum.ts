/**
 * The exact sum of doubles, held as two that do not overlap, and where those are not enough as further,
 * smaller ones (Shewchuk 1997). Its value is the exact sum rounded once, so it depends on the terms
 * alone: not on their order, nor on what was added and taken back. 0.1 + 0.2 - 0.2 is 0.1.
 */
export class ExactSum {
  high = 0;
  low = 0;
  /** What two doubles could not hold; almost always absent. */
  #rest: number[] | null = null;
  #infinite = 0;
  #minusInfinite = 0;

  add(term: number): this {
    if (Number.isFinite(term)) this.#accumulate(term);
    else this.#count(term, 1);
    return this;
  }

  /** Takes back a term that was added. */
  subtract(term: number): this {
    if (Number.isFinite(term)) this.#accumulate(-term);
    else this.#count(term, -1);
    return this;
  }

  addSum(other: ExactSum): this {
    for (const part of other.parts) this.#accumulate(part);
    this.#infinite += other.#infinite;
    this.#minusInfinite += other.#minusInfinite;
    return this;
  }

  subtractSum(other: ExactSum): this {
    for (const part of other.parts) this.#accumulate(-part);
    this.#infinite -= other.#infinite;
    this.#minusInfinite -= other.#minusInfinite;
    return this;
  }

  /** The finite terms as few doubles whose sum is exact. */
  get parts(): readonly number[] {
    return this.#rest === null ? [this.high, this.low] : [...this.#rest, this.low, this.high];
  }

  get value(): number {
    if (this.#infinite > 0 || this.#minusInfinite > 0) {
      if (this.#minusInfinite === 0) return Number.POSITIVE_INFINITY;
      return this.#infinite === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
    }
    if (this.#rest === null) return this.high + this.low;
    const partials: number[] = [];
    for (const part of this.parts) grow(partials, part);
    return rounded(partials);
  }

  #count(term: number, by: 1 | -1): void {
    // A sum that is infinite either way already (NaN) is both.
    if (!(term < 0)) this.#infinite += by;
    if (!(term > 0)) this.#minusInfinite += by;
  }

  #accumulate(term: number): void {
    const sum = this.high + term;
    if (!Number.isFinite(sum)) {
      // Past the largest double there is no exact sum any more.
      this.high = sum;
      this.low = 0;
      return;
    }
    const shadow = sum - this.high;
    const error = this.high - (sum - shadow) + (term - shadow);
    const lower = this.low + error;
    const lowerShadow = lower - this.low;
    const lost = this.low - (lower - lowerShadow) + (error - lowerShadow);
    const high = sum + lower;
    const highShadow = high - sum;
    this.high = high;
    this.low = sum - (high - highShadow) + (lower - highShadow);
    if (lost !== 0) {
      this.#rest ??= [];
      grow(this.#rest, lost);
    }
  }
}

/** Puts one more term into partial sums that do not overlap, ascending: none is rounded away. */
function grow(partials: number[], term: number): void {
  let carried = term;
  let kept = 0;
  for (let at = 0; at < partials.length; at += 1) {
    const partial = partials[at] as number;
    const sum = carried + partial;
    const shadow = sum - carried;
    const error = carried - (sum - shadow) + (partial - shadow);
    if (error !== 0) {
      partials[kept] = error;
      kept += 1;
    }
    carried = sum;
  }
  partials.length = kept;
  if (carried !== 0) partials.push(carried);
}

/** The sum of such partials, correctly rounded: a tie is decided by what lies below it. */
function rounded(partials: readonly number[]): number {
  let at = partials.length - 1;
  let sum = partials[at] ?? 0;
  let error = 0;
  while (at > 0) {
    at -= 1;
    const partial = partials[at] as number;
    const next = sum + partial;
    error = partial - (next - sum);
    sum = next;
    if (error !== 0) break;
  }
  const below = partials[at - 1] ?? 0;
  if (error !== 0 && at > 0 && below !== 0 && error < 0 === below < 0) {
    const doubled = error * 2;
    const candidate = sum + doubled;
    if (candidate - sum === doubled) return candidate;
  }
  return sum;
}
