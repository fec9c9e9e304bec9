import type { ProbabilityTable } from '../state/probability-table.ts';

/**
 * Isotonic regression of the outcome on the probability by pooling adjacent violators (Ayer et al.
 * 1955): the recalibrated probability of each column, non-decreasing. Equal probabilities are pooled
 * first, which the table has done already; columns without weight take no part and get NaN. O(K).
 */
export function isotonicFit(no: ArrayLike<number>, yes: ArrayLike<number>): Float64Array {
  return new IsotonicFitter(no.length).fit(no, yes);
}

/** The same of many tables of one size, one after the other, in the same memory. */
export class IsotonicFitter {
  readonly #blockWeight: Float64Array;
  readonly #blockYes: Float64Array;
  readonly #blockEnd: Int32Array;
  readonly #fit: Float64Array;

  constructor(size: number) {
    this.#blockWeight = new Float64Array(size);
    this.#blockYes = new Float64Array(size);
    this.#blockEnd = new Int32Array(size);
    this.#fit = new Float64Array(size);
  }

  /** The fit; the next one overwrites it. */
  fit(no: ArrayLike<number>, yes: ArrayLike<number>): Float64Array {
    const [blockWeight, blockYes, blockEnd, fit] = [
      this.#blockWeight,
      this.#blockYes,
      this.#blockEnd,
      this.#fit,
    ];
    let blocks = 0;
    for (let i = 0; i < fit.length; i += 1) {
      let events = yes[i] as number;
      let weight = events + (no[i] as number);
      if (weight === 0) continue;
      // Cross-multiplied, so that equal fractions pool exactly; pooling equals makes the fit idempotent.
      while (
        blocks > 0 &&
        (blockYes[blocks - 1] as number) * weight >= events * (blockWeight[blocks - 1] as number)
      ) {
        blocks -= 1;
        events += blockYes[blocks] as number;
        weight += blockWeight[blocks] as number;
      }
      blockYes[blocks] = events;
      blockWeight[blocks] = weight;
      blockEnd[blocks] = i;
      blocks += 1;
    }
    fit.fill(Number.NaN);
    let i = 0;
    for (let block = 0; block < blocks; block += 1) {
      const value = (blockYes[block] as number) / (blockWeight[block] as number);
      for (; i <= (blockEnd[block] as number); i += 1) {
        if ((no[i] as number) + (yes[i] as number) > 0) fit[i] = value;
      }
    }
    return fit;
  }
}

/** The recalibrated probability of each distinct probability of a record. */
export function recalibrated(table: ProbabilityTable): Float64Array {
  return isotonicFit(table.noWeight, table.yesWeight);
}
