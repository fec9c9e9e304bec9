/**
 * Neumaier's compensated summation (1974): what each addition rounds away is carried along, so that
 * the sum is within one rounding of the exact one unless terms cancel beyond 32 digits.
 */

/** Sum of the terms; of infinite terms what IEEE addition gives, of none 0. */
export function compensatedSum(terms: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at] as number;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  // Once the sum is infinite the carry is not a number.
  return Number.isFinite(sum) ? sum + lost : sum;
}

/** Mean of at least one value. */
export function compensatedMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('there is no mean of nothing');
  return compensatedSum(values) / values.length;
}
