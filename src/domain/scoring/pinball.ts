/**
 * Pinball (quantile) loss of the quantile q at level tau: (1{y < q} - tau)(q - y). In the unit of y,
 * 0 or more, consistent for the quantile. Koenker & Bassett 1978.
 */
export function pinball(q: number, tau: number, y: number): number {
  // Two products instead of one difference of signs: an infinite miss at level 0 or 1 stays a number.
  return y < q ? (1 - tau) * (q - y) : tau * (y - q) + 0;
}
