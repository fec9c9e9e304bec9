/** Places for work that is done side by side, and a short line before them. */

/** How long work has taken lately; one long task must not stand for all. */
const LONGEST_COUNTED_MS = 1000;
const WEIGHT_OF_LAST = 0.1;

export class Gate {
  readonly #places: number;
  readonly #longestWaitMs: number;
  readonly #refusal: () => Error;
  /** In the order of arrival; a set, so that one that gives up leaves at once. */
  readonly #waiting = new Set<() => void>();
  #inWork = 0;
  #usualMs = 5;

  /** @param longestWaitMs nobody is let in line who would, by what work took lately, wait longer */
  constructor(places: number, longestWaitMs: number, refusal: () => Error) {
    this.#places = places;
    this.#longestWaitMs = longestWaitMs;
    this.#refusal = refusal;
  }

  get inWork(): number {
    return this.#inWork;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether one more would be refused now. */
  get crowded(): boolean {
    if (this.#inWork < this.#places) return false;
    return ((this.#waiting.size + 1) * this.#usualMs) / this.#places > this.#longestWaitMs;
  }

  /**
   * Works when there is a place. One that was let in line but waits twice as long as foreseen is refused too.
   * @param wanted asked again when the place is there: nothing is done for somebody who has gone
   * @throws the refusal, at once where the line is too long
   */
  async run<Value>(work: () => Value | Promise<Value>, wanted: () => boolean = () => true): Promise<Value> {
    if (this.crowded) throw this.#refusal();
    if (this.#inWork < this.#places) this.#inWork += 1;
    else await this.#wait();
    const begin = performance.now();
    try {
      if (!wanted()) throw this.#refusal();
      return await work();
    } finally {
      const took = Math.min(LONGEST_COUNTED_MS, performance.now() - begin);
      this.#usualMs += WEIGHT_OF_LAST * (took - this.#usualMs);
      this.#leave();
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        this.#waiting.delete(enter);
        reject(this.#refusal());
      }, 2 * this.#longestWaitMs);
      this.#waiting.add(enter);
    });
  }

  /** The place goes to whoever waits longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inWork -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
