/**
 * A number as two whole ones, in units of 2^-20 and 2^-52. Doubles add whole numbers exactly, so sums
 * of lanes depend on neither order nor history, at the price of plain additions: exact while the sum of
 * the numbers stays below 2^33, and their small parts below 2^21 terms.
 */
const COARSE = 2 ** 20;
const FINE = 2 ** 32;
/** Larger numbers would use the room up. */
const LARGEST = 2 ** 26;

export function fitsLanes(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

export function coarseLane(value: number): number {
  return Math.round(Math.abs(value) * COARSE) * Math.sign(value);
}

/** What the coarse lane leaves over. */
export function fineLane(value: number): number {
  const size = Math.abs(value) * COARSE;
  return Math.round((size - Math.round(size)) * FINE) * Math.sign(value);
}

export function fromLanes(coarse: number, fine: number): number {
  return (coarse + fine / FINE) / COARSE;
}
