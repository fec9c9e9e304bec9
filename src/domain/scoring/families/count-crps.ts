/** CRPS of a distribution over whole numbers, by summation over every value that has weight. */

/** Of the heaviest value; what is lighter does not change the last digit of a score. */
const NEGLIGIBLE = 1e-19;

/**
 * The weights need no normalising constant, and so no logarithms of large gamma functions: they are
 * built from the mode by the ratios of neighbours, and divided by their sum.
 * @param mode a most likely value
 * @param ratio weight of k + 1 over that of k
 * @param y place of the outcome, whole or not
 */
export function countCrps(mode: number, ratio: (k: number) => number, y: number): number {
  const below: number[] = [];
  for (let [k, weight] = [mode, 1]; k > 0; ) {
    k -= 1;
    weight /= ratio(k);
    if (!(weight > NEGLIGIBLE)) break;
    below.push(weight);
  }
  const weights = [...below.reverse(), 1];
  const first = mode - below.length;
  for (let [k, weight] = [mode, 1]; ; k += 1) {
    weight *= ratio(k);
    if (!(weight > NEGLIGIBLE)) break;
    weights.push(weight);
  }
  return integral(weights, first, y);
}

/** ∫ (F(x) - 1{x >= y})² dx, where F rises by its share of the weights at first, first + 1, … */
function integral(weights: readonly number[], first: number, y: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const last = first + weights.length - 1;
  let score = Math.max(first - y, y - last, 0);
  let cumulative = 0;
  for (let at = 0; at < weights.length - 1; at += 1) {
    cumulative += (weights[at] as number) / total;
    const before = Math.min(Math.max(y - (first + at), 0), 1);
    score += before * cumulative ** 2 + (1 - before) * (1 - cumulative) ** 2;
  }
  return score;
}
