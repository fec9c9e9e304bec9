/**
 * The cluster bootstrap of a weighted mean that can be kept up to date: every resample is a sum, each
 * cluster counts in it as often as `ClusterDraws` says. Adding and taking out cost the number of
 * resamples, and leave the same bits in whatever order; no row is kept.
 */
import type { ClusterDraws } from './cluster-draws.ts';
import { REPLICATES } from './cluster-draws.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';
import { coarseLane, fineLane, fitsLanes, fromLanes } from './lanes.ts';
import { percentileInterval } from './quantile.ts';

/** Score and weight, coarse and fine. */
const LANES = 4;
/** Up to so many clusters they are kept by name, which takes less room than the resamples. */
const FEW = 24;

interface Part {
  rows: number;
  readonly lanes: number[];
}

/** What some rows add to the clusters. */
export class ResampledParts {
  readonly parts = new Map<string, Part>();
  /** Rows that are infinite or too large to be added exactly. */
  unfit = 0;

  add(cluster: string, score: number, weight: number): void {
    if (!fitsLanes(score) || !fitsLanes(weight)) {
      this.unfit += 1;
      return;
    }
    const part = partOf(this.parts, cluster);
    const { lanes } = part;
    part.rows += 1;
    lanes[0] = (lanes[0] as number) + coarseLane(score);
    lanes[1] = (lanes[1] as number) + fineLane(score);
    lanes[2] = (lanes[2] as number) + coarseLane(weight);
    lanes[3] = (lanes[3] as number) + fineLane(weight);
  }
}

export class ResampledMean {
  readonly #draws: ClusterDraws;
  /** Null once there are more than few: then the columns hold everything. */
  #few: Map<string, Part> | null = new Map();
  #columns: readonly Float64Array[] | null = null;
  #unfit = 0;

  constructor(draws: ClusterDraws) {
    this.#draws = draws;
  }

  apply({ parts, unfit }: ResampledParts, sign: 1 | -1): void {
    this.#unfit += sign * unfit;
    for (const [cluster, { rows, lanes }] of parts) {
      if (this.#columns !== null) {
        addDrawn(this.#columns, lanes, this.#draws.of(cluster), sign);
        continue;
      }
      const few = this.#few as Map<string, Part>;
      const part = partOf(few, cluster);
      part.rows += sign * rows;
      lanes.forEach((lane, at) => {
        part.lanes[at] = (part.lanes[at] as number) + sign * lane;
      });
      if (part.rows === 0) few.delete(cluster);
      if (few.size > FEW) {
        this.#columns = this.#drawn(few);
        this.#few = null;
      }
    }
  }

  /** Numbers held, for a bound on memory; those in columns take a fifth of the room of others. */
  get extent(): number {
    return this.#columns === null ? LANES * (this.#few?.size ?? 0) : (LANES * REPLICATES) / 5;
  }

  /** The percentile interval (type 7) around an estimate from so many clusters. */
  interval(estimate: number, clusters: number, level: number): IntervalEstimate {
    const method = 'clusterBootstrap';
    if (this.#unfit > 0)
      return withoutBounds(estimate, method, clusters, 'A score is infinite or too large to be resampled.');
    if (clusters < 2) return withoutBounds(estimate, method, clusters, 'One cluster has no spread.');
    const [score, scoreFine, weight, weightFine] = (this.#columns ??
      this.#drawn(this.#few as Map<string, Part>)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const means: number[] = [];
    for (let at = 0; at < REPLICATES; at += 1) {
      const total = fromLanes(weight[at] as number, weightFine[at] as number);
      // A resample in which every cluster counts 0 times has no mean; with few clusters it happens.
      if (total > 0) means.push(fromLanes(score[at] as number, scoreFine[at] as number) / total);
    }
    const { lower, upper } = percentileInterval(means, level);
    return { estimate, lower: told(lower), upper: told(upper), se: null, method, clusters, reason: null };
  }

  #drawn(clusters: ReadonlyMap<string, Part>): readonly Float64Array[] {
    const columns = Array.from({ length: LANES }, () => new Float64Array(REPLICATES));
    for (const [cluster, { lanes }] of clusters) addDrawn(columns, lanes, this.#draws.of(cluster), 1);
    return columns;
  }
}

/** To eight digits: more would be noise of the resampling and of how rows were summed before. */
function told(bound: number): number {
  return Number(bound.toPrecision(8));
}

function partOf(parts: Map<string, Part>, cluster: string): Part {
  let part = parts.get(cluster);
  if (part === undefined) {
    part = { rows: 0, lanes: [0, 0, 0, 0] };
    parts.set(cluster, part);
  }
  return part;
}

function addDrawn(
  columns: readonly Float64Array[],
  lanes: readonly number[],
  draws: Uint8Array,
  sign: 1 | -1,
): void {
  const [score, scoreFine, weight, weightFine] = columns as readonly [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const of = (lane: number) => sign * (lanes[lane] as number);
  addBoth(score, of(0), scoreFine, of(1), draws);
  // Weights are mostly whole, so that their fine lane is empty.
  if (lanes[3] === 0) addTimes(weight, of(2), draws);
  else addBoth(weight, of(2), weightFine, of(3), draws);
}

/** Two columns in one go: what is drawn is read once. */
function addBoth(
  one: Float64Array,
  ofOne: number,
  other: Float64Array,
  ofOther: number,
  draws: Uint8Array,
): void {
  for (let at = 0; at < draws.length; at += 1) {
    const times = draws[at] as number;
    one[at] = (one[at] as number) + times * ofOne;
    other[at] = (other[at] as number) + times * ofOther;
  }
}

function addTimes(column: Float64Array, lane: number, draws: Uint8Array): void {
  for (let at = 0; at < draws.length; at += 1)
    column[at] = (column[at] as number) + (draws[at] as number) * lane;
}
