/** The two strictly proper losses of a binary forecast that the aggregates are computed for. */
export type BinaryScore = 'brier' | 'log';

/** Loss of probability `p` (0..1) for outcome `y` (0 or 1); lower is better. */
export type BinaryLoss = (p: number, y: number) => number;

/** Brier 1950: (p - y)², 0..1. */
export function brierLoss(p: number, y: number): number {
  return (p - y) * (p - y);
}

/** Good 1952: minus the logarithm of the probability of what happened, nats, 0..Infinity. */
export function logLoss(p: number, y: number): number {
  const realised = y === 1 ? p : 1 - p;
  return realised === 1 ? 0 : -Math.log(realised);
}

/** The loss of a score by its name. */
export function binaryLoss(score: BinaryScore): BinaryLoss {
  return score === 'brier' ? brierLoss : logLoss;
}
