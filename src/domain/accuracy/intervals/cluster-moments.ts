/**
 * First and second moments of what clusters sum to: all that a cluster-robust interval of a mean or a
 * ratio needs, in O(1) whatever the number of clusters, since Σ(a·x)² = aᵀ(Σxxᵀ)a. Every sum and every
 * product is exact, so nothing cancels, and taking a cluster out leaves what there was before it.
 */
import { ExactSum } from '../exact-sum.ts';

export class ClusterMoments {
  clusters = 0;
  readonly #sums: readonly ExactSum[];
  /** Upper triangle of Σxxᵀ, row by row. */
  readonly #products: readonly ExactSum[];

  constructor(columns: number) {
    this.#sums = Array.from({ length: columns }, () => new ExactSum());
    this.#products = Array.from({ length: (columns * (columns + 1)) / 2 }, () => new ExactSum());
  }

  /** Adds (1) or takes back (-1) one cluster, given what its columns sum to. */
  apply(totals: readonly number[], sign: 1 | -1): void {
    this.clusters += sign;
    let finite = true;
    for (let column = 0; column < totals.length; column += 1) {
      const sum = this.#sums[column] as ExactSum;
      const total = totals[column] as number;
      if (sign === 1) sum.add(total);
      else sum.subtract(total);
      finite &&= Number.isFinite(total);
    }
    // With an infinite total there is no spread to be asked for.
    if (!finite) return;
    let at = 0;
    for (let row = 0; row < totals.length; row += 1) {
      for (let column = row; column < totals.length; column += 1) {
        addProduct(this.#products[at] as ExactSum, sign * (totals[row] as number), totals[column] as number);
        at += 1;
      }
    }
  }

  /** Σ a·x over all clusters, rounded once; an infinite coefficient counts where its column is not 0. */
  linear(coefficients: readonly number[]): number {
    const total = new ExactSum();
    coefficients.forEach((coefficient, column) => {
      const sum = this.#sums[column] as ExactSum;
      if (coefficient === 0 || sum.value === 0) return;
      if (!Number.isFinite(coefficient) || !Number.isFinite(sum.value)) total.add(coefficient * sum.value);
      else for (const part of sum.parts) addProduct(total, coefficient, part);
    });
    return total.value;
  }

  /** Σ(a·x)² over all clusters, rounded once; finite totals only. */
  quadratic(coefficients: readonly number[]): number {
    const total = new ExactSum();
    let at = 0;
    for (let row = 0; row < coefficients.length; row += 1) {
      for (let column = row; column < coefficients.length; column += 1) {
        const twice = row === column ? 1 : 2;
        const [first, second] = [twice * (coefficients[row] as number), coefficients[column] as number];
        const product = first * second;
        const error = productError(first, second, product);
        for (const part of (this.#products[at] as ExactSum).parts) {
          addProduct(total, product, part);
          addProduct(total, error, part);
        }
        at += 1;
      }
    }
    return Math.max(0, total.value);
  }
}

function addProduct(sum: ExactSum, a: number, b: number): void {
  const product = a * b;
  sum.add(product);
  const error = productError(a, b, product);
  if (error !== 0 && Number.isFinite(error)) sum.add(error);
}

const SPLITTER = 134_217_729;

/** What rounding a·b to `product` left out, exactly (Dekker 1971; there is no fused multiply-add here). */
function productError(a: number, b: number, product: number): number {
  const wideA = SPLITTER * a;
  const wideB = SPLITTER * b;
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
