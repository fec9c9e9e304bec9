/** CRPS of a distribution over whole numbers, by summation over every value that has weight. */

/** Of the heaviest value; what is lighter does not change the last digit of a score. */
const NEGLIGIBLE = 1e-19;

/**
 * The weights need no normalising constant, and so no logarithms of large gamma functions: they are
 * built from the mode by the ratios of neighbours, and divided by their sum.
 * @param mode a most likely value
 * @param ratio weight of k + 1 over that of k
 * @param y place of the outcome, whole or not
 * @param position where on its axis a number lies; rises
 */
export function countCrps(
  mode: number,
  ratio: (k: number) => number,
  y: number,
  position: (x: number) => number = (x) => x,
): number {
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
  return integral(weights, first, y, position);
}

/** ∫ (F - 1{x >= y})² along the axis, where F rises by its share of the weights at first, first + 1, … */
function integral(
  weights: readonly number[],
  first: number,
  y: number,
  position: (x: number) => number,
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const last = first + weights.length - 1;
  const at = position(y);
  let score = Math.max(position(first) - at, at - position(last), 0);
  let cumulative = 0;
  let from = position(first);
  for (let k = 0; k < weights.length - 1; k += 1) {
    cumulative += (weights[k] as number) / total;
    const to = position(first + k + 1);
    const before = Math.min(Math.max(at - from, 0), to - from);
    score += before * cumulative ** 2 + (to - from - before) * (1 - cumulative) ** 2;
    from = to;
  }
  return score;
}
