/**
 * How well a given value at one place fits, if the share of yes rises with the probability: the likelihood
 * ratio of the isotonic regression that is held to the value there. Robertson, Wright & Dykstra 1988:
 * held so, the fit is that of the columns before, none above the value, and of those behind, none below it.
 */

/** Blocks of a rising fit as columns are added, with their log-likelihood up to each. */
class RisingBlocks {
  readonly #no: Float64Array;
  readonly #yes: Float64Array;
  readonly #likelihood: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#no = new Float64Array(capacity);
    this.#yes = new Float64Array(capacity);
    this.#likelihood = new Float64Array(capacity);
  }

  clear(): void {
    this.#size = 0;
  }

  add(no: number, yes: number): void {
    if (no + yes === 0) return;
    let ownNo = no;
    let ownYes = yes;
    while (this.#size > 0) {
      const lastNo = this.#no[this.#size - 1] as number;
      const lastYes = this.#yes[this.#size - 1] as number;
      if (lastYes * (ownNo + ownYes) < ownYes * (lastNo + lastYes)) break;
      this.#size -= 1;
      ownNo += lastNo;
      ownYes += lastYes;
    }
    const before = this.#size === 0 ? 0 : (this.#likelihood[this.#size - 1] as number);
    this.#no[this.#size] = ownNo;
    this.#yes[this.#size] = ownYes;
    this.#likelihood[this.#size] = before + logLikelihood(ownNo, ownYes, ownYes / (ownNo + ownYes));
    this.#size += 1;
  }

  /** Log-likelihood of the fit where none may be above the cap. */
  capped(cap: number): number {
    let no = 0;
    let yes = 0;
    let at = this.#size - 1;
    for (; at >= 0; at -= 1) {
      const blockNo = this.#no[at] as number;
      const blockYes = this.#yes[at] as number;
      if (blockYes <= cap * (blockNo + blockYes)) break;
      no += blockNo;
      yes += blockYes;
    }
    return (at < 0 ? 0 : (this.#likelihood[at] as number)) + logLikelihood(no, yes, cap);
  }
}

function logLikelihood(no: number, yes: number, share: number): number {
  return (yes > 0 ? yes * Math.log(share) : 0) + (no > 0 ? no * Math.log1p(-share) : 0);
}

/** Likelihood ratios of tables of one size, one after the other, in the same memory. */
export class IsotonicLikelihood {
  readonly #before: RisingBlocks;
  /** From the last column down, yes and no exchanged: shares of no rise on the way. */
  readonly #behind: RisingBlocks;

  constructor(columns: number) {
    this.#before = new RisingBlocks(columns);
    this.#behind = new RisingBlocks(columns);
  }

  /**
   * Twice the log-likelihood that is lost by holding the share of yes in a column to `values[at]`, for each
   * of the columns `shown` (rising). O(K + blocks above or below the values).
   */
  ratios(
    no: ArrayLike<number>,
    yes: ArrayLike<number>,
    shown: readonly number[],
    values: ArrayLike<number>,
  ): Float64Array {
    const held = new Float64Array(shown.length);
    this.#before.clear();
    let next = 0;
    for (let column = 0; column < no.length; column += 1) {
      const ownNo = no[column] as number;
      const ownYes = yes[column] as number;
      if (column === shown[next]) {
        const value = values[next] as number;
        held[next] = this.#before.capped(value) + logLikelihood(ownNo, ownYes, value);
        next += 1;
      }
      this.#before.add(ownNo, ownYes);
    }
    const free = this.#before.capped(1);
    this.#behind.clear();
    next = shown.length - 1;
    for (let column = no.length - 1; column >= 0; column -= 1) {
      if (column === shown[next]) {
        held[next] = (held[next] as number) + this.#behind.capped(1 - (values[next] as number));
        next -= 1;
      }
      this.#behind.add(yes[column] as number, no[column] as number);
    }
    for (let at = 0; at < held.length; at += 1) held[at] = Math.max(0, 2 * (free - (held[at] as number)));
    return held;
  }

  /** The values in a column whose ratio is at most `critical`; `fitted` is the one that fits best. */
  interval(
    no: ArrayLike<number>,
    yes: ArrayLike<number>,
    column: number,
    fitted: number,
    critical: number,
  ): { lower: number; upper: number } {
    this.#before.clear();
    for (let at = 0; at < column; at += 1) this.#before.add(no[at] as number, yes[at] as number);
    this.#behind.clear();
    for (let at = no.length - 1; at > column; at -= 1) this.#behind.add(yes[at] as number, no[at] as number);
    const likelihood = (value: number) =>
      this.#before.capped(value) +
      this.#behind.capped(1 - value) +
      logLikelihood(no[column] as number, yes[column] as number, value);
    const least = likelihood(fitted) - critical / 2;
    const edge = (end: number): number => {
      if (likelihood(end) >= least) return end;
      let [inside, outside] = [fitted, end];
      for (let halving = 0; halving < 40; halving += 1) {
        const middle = (inside + outside) / 2;
        if (likelihood(middle) >= least) inside = middle;
        else outside = middle;
      }
      return inside;
    };
    return { lower: edge(0), upper: edge(1) };
  }
}
