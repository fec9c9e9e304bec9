import type { BoardColumns } from './board-columns.ts';
import { NO_CURVATURE, ROUNDING } from './conjugate-gradients.ts';

/** How far a fit is driven: the squared residual to that of the start. */
const ENOUGH = 1e-18;

/**
 * The fit S_ij = a_i + b_j of a board under changing weights of its questions, in columns: what a
 * bootstrap does a thousand times. The b_j are eliminated, the a_i found by conjugate gradients.
 */
export class MarginalMeans {
  readonly #size: number;
  /** Scores of question j from starts[j] up to starts[j + 1]. */
  readonly #starts: Int32Array;
  readonly #forecaster: Int32Array;
  readonly #score: Float64Array;
  /** Sums of its squares, by question. */
  readonly #questionSquares: Float64Array;
  /** How far it lies from the mean of its question. */
  readonly #deviation: Float64Array;
  /** Questions that the same forecasters answered bear the same number. */
  readonly #answeredBy: Int32Array;
  /** Part of the whole board that a question lies in. */
  readonly #partOf: Int32Array;
  /** By part, the joins after which it is one: no weights connect more. */
  readonly #joins: Int32Array;
  readonly #allJoins: number;

  readonly #mostSteps: number;
  #steps = 0;

  /** @param mostSteps at which a fit is given up, wherever it is; absent: what any fit needs */
  constructor(
    { forecasters, starts, forecaster, score }: BoardColumns,
    mostSteps: number = Number.POSITIVE_INFINITY,
  ) {
    this.#size = forecasters;
    this.#mostSteps = Math.min(mostSteps, 4 * forecasters + 50);
    [this.#starts, this.#forecaster, this.#score] = [starts, forecaster, score];
    const questions = starts.length - 1;
    this.#deviation = deviationsOf(this.#score, this.#starts);
    this.#questionSquares = squaresOf(this.#score, this.#starts);
    this.#answeredBy = numbered(this.#forecaster, this.#starts);
    this.#partOf = new Int32Array(questions);
    this.#joins = new Int32Array(this.#size).fill(this.#size);
    const { root, joins } = this.#joined(new Float64Array(questions).fill(1), this.#size);
    this.#partOf = this.#partOf.map((_, at) => root(this.#forecaster[this.#starts[at] as number] as number));
    this.#allJoins = joins;
    this.#joins.fill(-1);
    for (let at = 0; at < this.#size; at += 1) {
      const part = root(at);
      this.#joins[part] = (this.#joins[part] as number) + 1;
    }
  }

  /** That the last fit took. */
  get steps(): number {
    return this.#steps;
  }

  /** a_i + weighted mean of b_j in the largest part that chains of questions connect; NaN outside of it. */
  adjusted(weights: Float64Array): Float64Array {
    const inside = this.#largestPart(weights);
    const skill = this.#solve(weights, inside);
    let [sum, weight] = [0, 0];
    this.#each(weights, inside, (from, to, own) => {
      let rest = 0;
      for (let row = from; row < to; row += 1)
        rest += (this.#score[row] as number) - (skill[this.#forecaster[row] as number] as number);
      sum += (own * rest) / (to - from);
      weight += own;
    });
    return skill.map((value, at) => (inside[at] === 1 && weight > 0 ? value + sum / weight : Number.NaN));
  }

  #each(
    weights: Float64Array,
    inside: Uint8Array,
    visit: (from: number, to: number, weight: number, question: number) => void,
  ): void {
    for (let question = 0; question < weights.length; question += 1) {
      const weight = weights[question] as number;
      const from = this.#starts[question] as number;
      if (weight > 0 && inside[this.#forecaster[from] as number] === 1)
        visit(from, this.#starts[question + 1] as number, weight, question);
    }
  }

  /** Joins forecasters of one question, in each part until no weights could connect more. */
  #joined(weights: Float64Array, most: number) {
    const [starts, forecasters] = [this.#starts, this.#forecaster];
    const parent = Int32Array.from({ length: this.#size }, (_, at) => at);
    const root = (of: number): number => {
      let at = of;
      while (parent[at] !== at) {
        parent[at] = parent[parent[at] as number] as number;
        at = parent[at] as number;
      }
      return at;
    };
    let joins = 0;
    const left = this.#joins.slice();
    for (let question = 0; question < weights.length && joins < most; question += 1) {
      const part = this.#partOf[question] as number;
      if (weights[question] === 0 || left[part] === 0) continue;
      const from = starts[question] as number;
      const first = root(forecasters[from] as number);
      for (let row = from + 1; row < (starts[question + 1] as number); row += 1) {
        const other = root(forecasters[row] as number);
        if (other === first) continue;
        parent[other] = first;
        joins += 1;
        left[part] = (left[part] as number) - 1;
      }
    }
    return { root, joins };
  }

  /** Forecasters of the part with the most scores, one drawn twice counting twice, as 1. */
  #largestPart(weights: Float64Array): Uint8Array {
    const [starts, forecasters] = [this.#starts, this.#forecaster];
    const { root, joins } = this.#joined(weights, this.#allJoins);
    if (joins > 0 && joins === this.#size - 1) return new Uint8Array(this.#size).fill(1);
    // Where nothing has fallen apart, parts are those of the whole board, under names of their own.
    const whole = joins === this.#allJoins ? Int32Array.from(this.#joins.keys(), root) : null;
    const sizes = new Float64Array(this.#size);
    for (let question = 0; question < weights.length; question += 1) {
      const weight = weights[question] as number;
      if (weight === 0) continue;
      const from = starts[question] as number;
      const part =
        whole === null
          ? root(forecasters[from] as number)
          : (whole[this.#partOf[question] as number] as number);
      sizes[part] = (sizes[part] as number) + weight * ((starts[question + 1] as number) - from);
    }
    const most = sizes.reduce((found, size) => Math.max(found, size), 0);
    const largest = sizes.indexOf(most);
    return Uint8Array.from({ length: this.#size }, (_, at) => (root(at) === largest && most > 0 ? 1 : 0));
  }

  /** Sums by forecaster of how far scores lie from the means of their questions. */
  #scoreDeviations(weights: Float64Array, inside: Uint8Array): Float64Array {
    const sums = new Float64Array(this.#size);
    const [forecasters, deviation] = [this.#forecaster, this.#deviation];
    this.#each(weights, inside, (from, to, weight) => {
      for (let row = from; row < to; row += 1) {
        const forecaster = forecasters[row] as number;
        sums[forecaster] = (sums[forecaster] as number) + weight * (deviation[row] as number);
      }
    });
    return sums;
  }

  /** The same as if each forecaster had the same value on all of his questions. */
  #deviations(weights: Float64Array, inside: Uint8Array, values: Float64Array): Float64Array {
    const sums = new Float64Array(this.#size);
    const [forecasters, answeredBy] = [this.#forecaster, this.#answeredBy];
    /** By who answered. */
    const means = new Float64Array(weights.length).fill(Number.NaN);
    this.#each(weights, inside, (from, to, weight, question) => {
      const who = answeredBy[question] as number;
      let mean = means[who] as number;
      if (Number.isNaN(mean)) {
        mean = 0;
        for (let row = from; row < to; row += 1) mean += values[forecasters[row] as number] as number;
        mean /= to - from;
        means[who] = mean;
      }
      for (let row = from; row < to; row += 1) {
        const forecaster = forecasters[row] as number;
        sums[forecaster] = (sums[forecaster] as number) + weight * ((values[forecaster] as number) - mean);
      }
    });
    return sums;
  }

  /** Sum of the squares of all scores, each as often as it is drawn. */
  #squares(weights: Float64Array, inside: Uint8Array): number {
    let squares = 0;
    this.#each(weights, inside, (_from, _to, weight, question) => {
      squares += weight ** 2 * (this.#questionSquares[question] as number);
    });
    return squares;
  }

  #solve(weights: Float64Array, inside: Uint8Array): Float64Array {
    const solution = new Float64Array(this.#size);
    const residual = this.#scoreDeviations(weights, inside);
    const direction = residual.slice();
    let size = dot(residual, residual);
    const enough = Math.max(size * ENOUGH, this.#squares(weights, inside) * ROUNDING);
    let steepest = 0;
    this.#steps = 0;
    while (this.#steps < this.#mostSteps && size > enough && size > 0) {
      this.#steps += 1;
      const image = this.#deviations(weights, inside, direction);
      const curvature = dot(direction, image);
      const steepness = curvature / dot(direction, direction);
      steepest = Math.max(steepest, steepness);
      if (!(steepness > NO_CURVATURE * steepest)) break;
      const length = size / curvature;
      for (let at = 0; at < solution.length; at += 1) {
        solution[at] = (solution[at] as number) + length * (direction[at] as number);
        residual[at] = (residual[at] as number) - length * (image[at] as number);
      }
      const next = dot(residual, residual);
      for (let at = 0; at < direction.length; at += 1)
        direction[at] = (residual[at] as number) + (next / size) * (direction[at] as number);
      size = next;
    }
    return solution;
  }
}

/** How far each value lies from the mean of its stretch. */
function deviationsOf(values: Float64Array, starts: Int32Array): Float64Array {
  const deviations = new Float64Array(values.length);
  for (let stretch = 0; stretch + 1 < starts.length; stretch += 1) {
    const from = starts[stretch] as number;
    const to = starts[stretch + 1] as number;
    let total = 0;
    for (let at = from; at < to; at += 1) total += values[at] as number;
    const mean = total / (to - from);
    for (let at = from; at < to; at += 1) deviations[at] = (values[at] as number) - mean;
  }
  return deviations;
}

/** Sum of the squares of each stretch. */
function squaresOf(values: Float64Array, starts: Int32Array): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, stretch) => {
    const own = values.subarray(starts[stretch], starts[stretch + 1]);
    return own.reduce((sum, value) => sum + value ** 2, 0);
  });
}

/** The same number for stretches of the same values. */
function numbered(values: Int32Array, starts: Int32Array): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from({ length: starts.length - 1 }, (_, stretch) => {
    const text = values.subarray(starts[stretch], starts[stretch + 1]).join();
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
