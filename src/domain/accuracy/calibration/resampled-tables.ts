import { binomialDraw } from '../intervals/binomial-draw.ts';
import type { RandomSource } from '../intervals/random-source.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';

/** Weights of one resample over the columns of the table it was drawn from. */
export interface ResampledColumns {
  readonly no: Float64Array;
  readonly yes: Float64Array;
}

/** Fills the columns with a new resample. `calibrated` draws the outcomes from the forecasts. */
export type Resampler = (into: ResampledColumns, random: RandomSource, calibrated: boolean) => void;

/** One forecast as the resampler of clusters needs it. */
export interface ClusteredForecast {
  readonly p: number;
  readonly outcome: number;
  readonly cluster: string;
  readonly weight: number;
}

/**
 * Resamples independent forecasts from the counts alone, O(K) a resample whatever the number of
 * forecasts: multinomial counts as a chain of conditional binomials. Counts only.
 */
export function independentResampler(table: ProbabilityTable): Resampler {
  return (into, random, calibrated) => {
    let trials = table.n;
    let pool = table.n;
    for (let i = 0; i < table.p.length; i += 1) {
      const p = table.p[i] as number;
      const count = (table.no[i] as number) + (table.yes[i] as number);
      const drawn = binomialDraw(random, trials, count / pool);
      const yes = binomialDraw(random, drawn, calibrated ? p : (table.yes[i] as number) / count);
      into.yes[i] = yes;
      into.no[i] = drawn - yes;
      trials -= drawn;
      pool -= count;
    }
  };
}

/**
 * The forecasts by cluster: cluster i has the cells from starts[i] up to starts[i + 1], each a column
 * of the table with the weight of its no and yes.
 */
export interface ClusterCells {
  readonly starts: Int32Array;
  readonly column: Int32Array;
  readonly no: Float64Array;
  readonly yes: Float64Array;
}

/** Puts forecasts into cells, clusters in the order of their names. */
export function clusterCells(table: ProbabilityTable, forecasts: readonly ClusteredForecast[]): ClusterCells {
  const columnOf = new Map(Array.from(table.p, (p, i) => [p, i]));
  const clusters = new Map<string, ClusteredForecast[]>();
  for (const forecast of forecasts) {
    const members = clusters.get(forecast.cluster);
    if (members) members.push(forecast);
    else clusters.set(forecast.cluster, [forecast]);
  }
  const ordered = [...clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
  const starts = new Int32Array(ordered.length + 1);
  ordered.forEach((members, at) => {
    starts[at + 1] = (starts[at] as number) + members.length;
  });
  const rows = ordered.flat();
  return {
    starts,
    column: Int32Array.from(rows, ({ p }) => columnOf.get(p) as number),
    no: Float64Array.from(rows, ({ outcome, weight }) => (outcome === 1 ? 0 : weight)),
    yes: Float64Array.from(rows, ({ outcome, weight }) => (outcome === 1 ? weight : 0)),
  };
}

/**
 * Resamples whole clusters with replacement, weights and all. Under `calibrated` the outcomes of one
 * drawn cluster share one uniform number: each forecast is calibrated, and dependence inside a cluster
 * is the strongest there is, so the band is not too narrow.
 */
export function clusterResampler(table: ProbabilityTable, cells: ClusterCells): Resampler {
  const { starts, column, no, yes } = cells;
  const clusters = starts.length - 1;
  const p = Float64Array.from(column, (index) => table.p[index] as number);
  const both = Float64Array.from(no, (weight, at) => weight + (yes[at] as number));
  const draws = new DrawsByCluster(clusters);
  return (into, random, calibrated) => {
    into.no.fill(0);
    into.yes.fill(0);
    draws.draw(random, calibrated);
    // Cells are read in their order: drawn one after the other they lie far apart, at five times the cost.
    for (let cluster = 0; cluster < clusters; cluster += 1) {
      const times = draws.times(cluster);
      const end = starts[cluster + 1] as number;
      for (let at = starts[cluster] as number; times > 0 && at < end; at += 1) {
        const index = column[at] as number;
        if (calibrated) {
          const hits = draws.below(cluster, p[at] as number);
          into.yes[index] = (into.yes[index] as number) + hits * (both[at] as number);
          into.no[index] = (into.no[index] as number) + (times - hits) * (both[at] as number);
        } else {
          into.no[index] = (into.no[index] as number) + times * (no[at] as number);
          into.yes[index] = (into.yes[index] as number) + times * (yes[at] as number);
        }
      }
    }
  };
}

/** As many draws as there are clusters, with replacement, each with a uniform number, put by cluster. */
class DrawsByCluster {
  readonly #drawn: Int32Array;
  readonly #numbers: Float64Array;
  readonly #sorted: Float64Array;
  readonly #ends: Int32Array;

  constructor(clusters: number) {
    this.#drawn = new Int32Array(clusters);
    this.#numbers = new Float64Array(clusters);
    this.#sorted = new Float64Array(clusters);
    // One place before the first cluster, so that its draws begin where those of nobody end.
    this.#ends = new Int32Array(clusters + 1);
  }

  draw(random: RandomSource, withNumbers: boolean): void {
    const [drawn, numbers, ends] = [this.#drawn, this.#numbers, this.#ends];
    ends.fill(0);
    for (let i = 0; i < drawn.length; i += 1) {
      if (withNumbers) numbers[i] = random.uniform();
      const cluster = random.below(drawn.length);
      drawn[i] = cluster;
      ends[cluster + 1] = (ends[cluster + 1] as number) + 1;
    }
    for (let at = 1; at < ends.length; at += 1) ends[at] = (ends[at] as number) + (ends[at - 1] as number);
    if (!withNumbers) return;
    const next = ends.slice();
    for (let i = 0; i < drawn.length; i += 1) {
      const cluster = drawn[i] as number;
      this.#sorted[next[cluster] as number] = numbers[i] as number;
      next[cluster] = (next[cluster] as number) + 1;
    }
  }

  times(cluster: number): number {
    return (this.#ends[cluster + 1] as number) - (this.#ends[cluster] as number);
  }

  /** Draws of the cluster whose number is below p. */
  below(cluster: number, p: number): number {
    let count = 0;
    const end = this.#ends[cluster + 1] as number;
    for (let at = this.#ends[cluster] as number; at < end; at += 1) {
      if ((this.#sorted[at] as number) < p) count += 1;
    }
    return count;
  }
}
