/**
 * Adds clusters to the sums of resamples, four at a time: a sum is then read and written once for four of
 * them, which takes half the time. Lanes are whole numbers, so that no order shows.
 */
import type { ClusterDraws } from './cluster-draws.ts';

/** Score and weight, coarse and fine. */
export const LANES = 4;

const AT_ONCE = 4;

export class DrawnSums {
  readonly #columns: readonly Float64Array[];
  readonly #draws: ClusterDraws;
  /** Clusters that wait for others: how often each is drawn, and lane by lane what it adds. */
  readonly #waiting: Uint8Array[] = [];
  readonly #lanes = new Float64Array(LANES * AT_ONCE);

  /** @param columns one a lane, each with a sum a resample */
  constructor(columns: readonly Float64Array[], draws: ClusterDraws) {
    this.#columns = columns;
    this.#draws = draws;
  }

  /** Adds (1) or takes out (-1) a cluster. */
  add(cluster: string, lanes: readonly number[], sign: 1 | -1): void {
    const place = this.#waiting.length;
    this.#waiting.push(this.#draws.of(cluster));
    for (let lane = 0; lane < LANES; lane += 1)
      this.#lanes[AT_ONCE * lane + place] = sign * (lanes[lane] as number);
    if (place + 1 === AT_ONCE) this.#addWaiting();
  }

  /** Until then the columns may lack what was added last. */
  finish(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    for (let place = this.#waiting.length; place < AT_ONCE; place += 1) {
      this.#waiting.push(first);
      for (let lane = 0; lane < LANES; lane += 1) this.#lanes[AT_ONCE * lane + place] = 0;
    }
    this.#addWaiting();
  }

  #addWaiting(): void {
    const [ofA, ofB, ofC, ofD] = this.#waiting as unknown as Four<Uint8Array>;
    for (let lane = 0; lane < LANES; lane += 1) {
      const from = AT_ONCE * lane;
      const [a, b] = [this.#lanes[from] as number, this.#lanes[from + 1] as number];
      const [c, d] = [this.#lanes[from + 2] as number, this.#lanes[from + 3] as number];
      // Weights are mostly whole, so that their fine lane is empty.
      if (a === 0 && b === 0 && c === 0 && d === 0) continue;
      const column = this.#columns[lane] as Float64Array;
      for (let at = 0; at < column.length; at += 1) {
        column[at] =
          (column[at] as number) +
          (ofA[at] as number) * a +
          (ofB[at] as number) * b +
          (ofC[at] as number) * c +
          (ofD[at] as number) * d;
      }
    }
    this.#waiting.length = 0;
  }
}

type Four<Value> = readonly [Value, Value, Value, Value];
