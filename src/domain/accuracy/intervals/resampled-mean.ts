/**
 * The cluster bootstrap of a weighted mean that can be kept up to date: every resample is a sum, each
 * cluster counts in it as often as `ClusterDraws` says. Adding and taking out cost the number of
 * resamples, and leave the same bits in whatever order; no row is kept.
 */
import { type ClusterDraws, REPLICATES } from './cluster-draws.ts';
import { DrawnSums, LANES } from './drawn-sums.ts';
import { type IntervalEstimate, withoutBounds } from './interval.ts';
import { coarseLane, fineLane, fitsLanes, fromLanes } from './lanes.ts';
import { percentileInterval } from './quantile.ts';

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
    let drawn = this.#columns === null ? null : new DrawnSums(this.#columns, this.#draws);
    for (const [cluster, { rows, lanes }] of parts) {
      if (drawn !== null) {
        drawn.add(cluster, lanes, sign);
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
        drawn = new DrawnSums(this.#columns, this.#draws);
      }
    }
    drawn?.finish();
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
    const drawn = new DrawnSums(columns, this.#draws);
    for (const [cluster, { lanes }] of clusters) drawn.add(cluster, lanes, 1);
    drawn.finish();
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
