/** Places for work that is done side by side, and a short line before them. */

/** One long task must not stand for all. */
const LONGEST_COUNTED_MS = 1000;
const WEIGHT_OF_LAST = 0.1;
/** Of the longest wait that is foreseen, what somebody in line is left to wait. */
const LATE = 1.6;
/** So long after somebody was turned away a burst is taken for the load that it may be. */
const OVERLOADED_MS = 1000;

/** A place in line for somebody who is not ready to take it: whoever is let in once is not refused later. */
export interface Promised {
  /** Gives it back, unless it was taken. */
  release(): void;
}

export class Gate {
  readonly #places: number;
  readonly #longestWaitMs: number;
  readonly #refusal: () => Error;
  readonly #burst: number;
  /** In the order of arrival; one that gives up leaves at once. */
  readonly #waiting = new Set<() => void>();
  readonly #promised = new Set<Promised>();
  #inWork = 0;
  /** Whether somebody has waited in vain since work last ended: the line is slower than its pace says. */
  #late = false;
  #turnedAwayAt = Number.NEGATIVE_INFINITY;
  /** Time between two that leave, which is how fast the line moves: what work takes by how many work beside each other. */
  #paceMs: number;

  /**
   * @param longestWaitMs nobody is let in line who would, as fast as it moves, be done later
   * @param firstPaceMs what is assumed before anything was seen
   * @param burst so many are let in line however slow it seems, as long as nobody is turned away: clients
   *   that never pause and are turned away come back at once, and what that costs makes the line slower
   */
  constructor(places: number, longestWaitMs: number, refusal: () => Error, firstPaceMs: number, burst = 0) {
    this.#places = places;
    this.#longestWaitMs = longestWaitMs;
    this.#refusal = refusal;
    this.#paceMs = firstPaceMs;
    this.#burst = burst;
  }

  get inWork(): number {
    return this.#inWork;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether one more would be refused now: the line is too long, or somebody has just waited in vain. */
  get crowded(): boolean {
    const ahead = this.#inWork + this.#waiting.size + this.#promised.size - this.#places;
    if (ahead < 0) return false;
    if (ahead < this.#burst && performance.now() - this.#turnedAwayAt > OVERLOADED_MS) return false;
    // With all places taken, work takes as many steps of the line as there are places.
    return this.#late || (ahead + 1 + this.#places) * this.#paceMs > this.#longestWaitMs;
  }

  /** @throws the refusal where the line is too long */
  promise(): Promised {
    this.#refuseIfCrowded();
    const promised = { release: () => void this.#promised.delete(promised) };
    this.#promised.add(promised);
    return promised;
  }

  /**
   * Works when there is a place. One that was let in line but waits longer than anybody should is refused too:
   * what is answered is answered in time, even while a rush that nobody foresaw slows the line down.
   * @param wanted asked again when the place is there: nothing is done for somebody who has gone
   * @param promised lets whoever holds it in line, however long that is by now
   * @throws the refusal, at once where the line is too long
   */
  async run<Value>(
    work: () => Value | Promise<Value>,
    wanted: () => boolean = () => true,
    promised?: Promised,
  ): Promise<Value> {
    const expected = promised !== undefined && this.#promised.delete(promised);
    if (!expected) this.#refuseIfCrowded();
    if (this.#inWork < this.#places) this.#inWork += 1;
    else await this.#wait();
    const begin = performance.now();
    try {
      if (!wanted()) throw this.#refusal();
      return await work();
    } finally {
      this.#leave(begin);
    }
  }

  #refuseIfCrowded(): void {
    if (!this.crowded) return;
    this.#turnedAwayAt = performance.now();
    throw this.#refusal();
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        this.#waiting.delete(enter);
        this.#late = true;
        reject(this.#refusal());
      }, LATE * this.#longestWaitMs);
      this.#waiting.add(enter);
    });
  }

  /** The place goes to whoever waits longest. */
  #leave(begin: number): void {
    const took = Math.min(LONGEST_COUNTED_MS, performance.now() - begin);
    this.#late = false;
    this.#paceMs += WEIGHT_OF_LAST * (took / this.#inWork - this.#paceMs);
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inWork -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
