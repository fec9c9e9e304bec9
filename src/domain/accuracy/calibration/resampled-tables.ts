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
  const p = Float64Array.from(column, (index) => table.p[index] as number);
  const weight = Float64Array.from(no, (own, at) => own + (yes[at] as number));
  // The no of a column and its yes side by side: one place of memory for each row.
  const place = column.map((index) => 2 * index);
  const sums = new Float64Array(2 * table.p.length);
  const draws = new DrawsByCluster(starts.length - 1);
  const { ends, sorted } = draws;

  /** Clusters are read in their order: drawn one after the other they lie far apart, at five times the cost. */
  const addObserved = (): void => {
    for (let cluster = 0; cluster + 1 < ends.length; cluster += 1) {
      const times = (ends[cluster + 1] as number) - (ends[cluster] as number);
      if (times === 0) continue;
      const end = starts[cluster + 1] as number;
      for (let at = starts[cluster] as number; at < end; at += 1) {
        const to = place[at] as number;
        sums[to] = (sums[to] as number) + times * (no[at] as number);
        sums[to + 1] = (sums[to + 1] as number) + times * (yes[at] as number);
      }
    }
  };
  const addCalibrated = (): void => {
    for (let cluster = 0; cluster + 1 < ends.length; cluster += 1) {
      const from = ends[cluster] as number;
      const times = (ends[cluster + 1] as number) - from;
      if (times === 0) continue;
      const end = starts[cluster + 1] as number;
      const number = sorted[from] as number;
      for (let at = starts[cluster] as number; at < end; at += 1) {
        let hits = Number(number < (p[at] as number));
        for (let more = 1; more < times; more += 1)
          hits += Number((sorted[from + more] as number) < (p[at] as number));
        const [to, own] = [place[at] as number, weight[at] as number];
        sums[to] = (sums[to] as number) + (times - hits) * own;
        sums[to + 1] = (sums[to + 1] as number) + hits * own;
      }
    }
  };

  return (into, random, calibrated) => {
    sums.fill(0);
    draws.draw(random, calibrated);
    if (calibrated) addCalibrated();
    else addObserved();
    for (let index = 0; index < into.no.length; index += 1) {
      into.no[index] = sums[2 * index] as number;
      into.yes[index] = sums[2 * index + 1] as number;
    }
  };
}

/** As many draws as there are clusters, with replacement, each with a uniform number, put by cluster. */
class DrawsByCluster {
  /** Cluster i has its draws from ends[i] up to ends[i + 1]. */
  readonly ends: Int32Array;
  /** Their numbers in that order. */
  readonly sorted: Float64Array;
  readonly #drawn: Int32Array;
  readonly #numbers: Float64Array;
  readonly #next: Int32Array;

  constructor(clusters: number) {
    this.ends = new Int32Array(clusters + 1);
    this.sorted = new Float64Array(clusters);
    this.#drawn = new Int32Array(clusters);
    this.#numbers = new Float64Array(clusters);
    this.#next = new Int32Array(clusters + 1);
  }

  draw(random: RandomSource, withNumbers: boolean): void {
    const [drawn, numbers, ends, next] = [this.#drawn, this.#numbers, this.ends, this.#next];
    ends.fill(0);
    for (let i = 0; i < drawn.length; i += 1) {
      if (withNumbers) numbers[i] = random.uniform();
      const cluster = random.below(drawn.length);
      drawn[i] = cluster;
      ends[cluster + 1] = (ends[cluster + 1] as number) + 1;
    }
    for (let at = 1; at < ends.length; at += 1) ends[at] = (ends[at] as number) + (ends[at - 1] as number);
    if (!withNumbers) return;
    next.set(ends);
    for (let i = 0; i < drawn.length; i += 1) {
      const cluster = drawn[i] as number;
      this.sorted[next[cluster] as number] = numbers[i] as number;
      next[cluster] = (next[cluster] as number) + 1;
    }
  }
}
