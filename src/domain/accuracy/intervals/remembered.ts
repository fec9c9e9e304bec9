import { createHash } from 'node:crypto';

/** What a result depends on, as bytes: texts, and columns of numbers. */
export type Inputs = readonly (string | Float64Array | Int32Array)[];

/**
 * Results of long pure computations by a hash of all that they depend on, those that were asked for last:
 * a bootstrap of forecasts that no write or parameter has changed is not drawn again. No answer depends on
 * whether something is remembered. Results are shared, so they must not be changed.
 */
export class Remembered<Result> {
  readonly #limit: number;
  readonly #results = new Map<string, () => Result>();

  /** @param limit results kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  of(inputs: Inputs, compute: () => Result): Result {
    return this.begin(inputs, () => compute)();
  }

  /** Where it is not remembered it is begun, and its result asked for when that is needed. */
  begin(inputs: Inputs, begin: () => () => Result): () => Result {
    const key = hashOf(inputs);
    const result = this.#results.get(key) ?? once(begin());
    this.#results.delete(key);
    this.#results.set(key, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > this.#limit && oldest !== undefined) this.#results.delete(oldest);
    return result;
  }
}

/** Computed when first asked for; what it was computed from is let go of then. */
function once<Result>(compute: () => Result): () => Result {
  let left: (() => Result) | null = compute;
  let result: Result;
  return () => {
    if (left !== null) {
      result = left();
      left = null;
    }
    return result;
  };
}

function hashOf(inputs: Inputs): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const bytes = typeof input === 'string' ? Buffer.from(input) : input;
    hash.update(`${bytes.byteLength} `).update(bytes);
  }
  return hash.digest('base64');
}
