/**
 * Adds clusters to the sums of resamples, four at a time and all lanes at once: a sum is then read and
 * written once for four clusters, and what is drawn read once for all lanes: two fifths of the time that
 * lane by lane took, which was half of that cluster by cluster. Lanes are whole numbers, so no order shows.
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
    const [score, scoreFine, weight, weightFine] = this.#columns as unknown as Four<Float64Array>;
    const lanes = this.#lanes;
    addFour(score, scoreFine, weight, this.#waiting, lanes);
    // Weights are mostly whole, so that their fine lane is empty.
    if (lanes.subarray(AT_ONCE * (LANES - 1)).some((lane) => lane !== 0))
      addFourTo(weightFine, this.#waiting, lanes, AT_ONCE * (LANES - 1));
    this.#waiting.length = 0;
  }
}

type Four<Value> = readonly [Value, Value, Value, Value];

/** The first three lanes of four clusters. */
function addFour(
  first: Float64Array,
  second: Float64Array,
  third: Float64Array,
  drawn: readonly Uint8Array[],
  lanes: Float64Array,
): void {
  const [ofA, ofB, ofC, ofD] = drawn as unknown as Four<Uint8Array>;
  const [a1, b1, c1, d1] = fourOf(lanes, 0);
  const [a2, b2, c2, d2] = fourOf(lanes, AT_ONCE);
  const [a3, b3, c3, d3] = fourOf(lanes, 2 * AT_ONCE);
  for (let at = 0; at < first.length; at += 1) {
    const a = ofA[at] as number;
    const b = ofB[at] as number;
    const c = ofC[at] as number;
    const d = ofD[at] as number;
    first[at] = (first[at] as number) + a * a1 + b * b1 + c * c1 + d * d1;
    second[at] = (second[at] as number) + a * a2 + b * b2 + c * c2 + d * d2;
    third[at] = (third[at] as number) + a * a3 + b * b3 + c * c3 + d * d3;
  }
}

/** One lane of four clusters. */
function addFourTo(
  column: Float64Array,
  drawn: readonly Uint8Array[],
  lanes: Float64Array,
  from: number,
): void {
  const [ofA, ofB, ofC, ofD] = drawn as unknown as Four<Uint8Array>;
  const [a, b, c, d] = fourOf(lanes, from);
  for (let at = 0; at < column.length; at += 1) {
    column[at] =
      (column[at] as number) +
      (ofA[at] as number) * a +
      (ofB[at] as number) * b +
      (ofC[at] as number) * c +
      (ofD[at] as number) * d;
  }
}

function fourOf(lanes: Float64Array, from: number): Four<number> {
  return [
    lanes[from] as number,
    lanes[from + 1] as number,
    lanes[from + 2] as number,
    lanes[from + 3] as number,
  ];
}
