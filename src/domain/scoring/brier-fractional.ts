/**
 * Brier score of a binary forecast under an outcome that is itself a probability f:
 * f (1-p)^2 + (1-f) p^2, 0..1, loss, strictly proper for f as the chance of yes.
 *
 * It is the expectation of `brier` under a coin of bias f, not (p-f)^2: both are least at p = f, but
 * their levels differ by f (1-f). No question has such an outcome here, so that this is a function
 * for evaluation (of records that resolve to a probability, as Manifold's do) and no rule of the registry.
 */
export function brierFractional(p: number, f: number): number {
  return f * (1 - p) ** 2 + (1 - f) * p ** 2;
}
