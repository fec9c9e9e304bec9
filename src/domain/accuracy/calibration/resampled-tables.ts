import { BinomialDraws } from '../intervals/binomial-draw.ts';
import type { RandomSource } from '../intervals/random-source.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';

/** Weights of one resample over the columns of the table it was drawn from. */
export interface ResampledColumns {
  readonly no: Float64Array;
  readonly yes: Float64Array;
}

/**
 * Fills the columns with a new resample. `calibrated` keeps the forecasts and draws their outcomes from
 * them: were the forecasts drawn too, drawing some twice would leave the curve fewer steps than it has,
 * and a test at 5 % would reject 9 % of the calibrated.
 */
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
  const { p, no, yes, n } = table;
  const calibratedYes = Array.from(p, (of) => new BinomialDraws(of));
  let pool = n;
  const columns = Array.from(p, (_, i) => {
    const count = (no[i] as number) + (yes[i] as number);
    const draws = {
      count,
      ofPool: new BinomialDraws(count / pool),
      yes: new BinomialDraws((yes[i] as number) / count),
    };
    pool -= count;
    return draws;
  });
  return (into, random, calibrated) => {
    let trials = n;
    columns.forEach(({ count, ofPool, yes: drawsYes }, i) => {
      const drawn = calibrated ? count : ofPool.draw(random, trials);
      const events = (calibrated ? (calibratedYes[i] as BinomialDraws) : drawsYes).draw(random, drawn);
      into.yes[i] = events;
      into.no[i] = drawn - events;
      trials -= drawn;
    });
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
 * cluster share one uniform number: each forecast is calibrated, and dependence inside a cluster
 * is the strongest there is, so the band is not too narrow.
 */
export function clusterResampler(table: ProbabilityTable, cells: ClusterCells): Resampler {
  const plain = cells.no.every((no, at) => no + (cells.yes[at] as number) === 1 && (no === 0 || no === 1));
  return plain ? plainResampler(table, cells) : weightedResampler(table, cells);
}

/** Of forecasts that weigh 1 each: whole numbers, which are added exactly in any order. */
function plainResampler(table: ProbabilityTable, cells: ClusterCells): Resampler {
  const { starts, column, yes } = cells;
  const clusters = starts.length - 1;
  const rows = Array.from(column.keys());
  const size = table.p.length;
  // Under one number the forecasts of a cluster that come true are those above it: the highest first.
  const [falling, fallingP] = [new Int32Array(rows.length), new Float64Array(rows.length)];
  for (let cluster = 0; cluster < clusters; cluster += 1) {
    const [from, to] = [starts[cluster] as number, starts[cluster + 1] as number];
    const ordered = rows.slice(from, to).sort((a, b) => (column[b] as number) - (column[a] as number));
    ordered.forEach((row, at) => {
      falling[from + at] = column[row] as number;
      fallingP[from + at] = table.p[column[row] as number] as number;
    });
  }
  const forecasts = new Float64Array(size);
  for (const index of column) forecasts[index] = (forecasts[index] as number) + 1;
  // The no of all columns, then their yes.
  const place = column.map((index, at) => index + (yes[at] === 1 ? size : 0));
  const sums = new Float64Array(2 * size);
  const drawn = new Int32Array(clusters);

  return (into, random, calibrated) => {
    if (calibrated) {
      into.yes.fill(0);
      for (let cluster = 0; cluster < clusters; cluster += 1) {
        const number = random.uniform();
        const end = starts[cluster + 1] as number;
        for (let at = starts[cluster] as number; at < end && number < (fallingP[at] as number); at += 1) {
          const to = falling[at] as number;
          into.yes[to] = (into.yes[to] as number) + 1;
        }
      }
      for (let index = 0; index < size; index += 1)
        into.no[index] = (forecasts[index] as number) - (into.yes[index] as number);
      return;
    }
    drawClusters(drawn, random);
    sums.fill(0);
    for (let cluster = 0; cluster < clusters; cluster += 1) {
      const times = drawn[cluster] as number;
      if (times === 0) continue;
      const end = starts[cluster + 1] as number;
      for (let at = starts[cluster] as number; at < end; at += 1) {
        const to = place[at] as number;
        sums[to] = (sums[to] as number) + times;
      }
    }
    into.no.set(sums.subarray(0, size));
    into.yes.set(sums.subarray(size));
  };
}

function weightedResampler(table: ProbabilityTable, cells: ClusterCells): Resampler {
  const { starts, column, no, yes } = cells;
  const p = Float64Array.from(column, (index) => table.p[index] as number);
  const weight = Float64Array.from(no, (own, at) => own + (yes[at] as number));
  // The no of a column and its yes side by side: one place of memory for each row.
  const place = column.map((index) => 2 * index);
  const sums = new Float64Array(2 * table.p.length);
  const drawn = new Int32Array(starts.length - 1);

  /** Clusters are read in their order: drawn one after the other they lie far apart, at five times the cost. */
  const addObserved = (): void => {
    for (let cluster = 0; cluster < drawn.length; cluster += 1) {
      const times = drawn[cluster] as number;
      if (times === 0) continue;
      const end = starts[cluster + 1] as number;
      for (let at = starts[cluster] as number; at < end; at += 1) {
        const to = place[at] as number;
        sums[to] = (sums[to] as number) + times * (no[at] as number);
        sums[to + 1] = (sums[to + 1] as number) + times * (yes[at] as number);
      }
    }
  };
  const addCalibrated = (random: RandomSource): void => {
    for (let cluster = 0; cluster < drawn.length; cluster += 1) {
      const number = random.uniform();
      const end = starts[cluster + 1] as number;
      for (let at = starts[cluster] as number; at < end; at += 1) {
        const to = (place[at] as number) + Number(number < (p[at] as number));
        sums[to] = (sums[to] as number) + (weight[at] as number);
      }
    }
  };

  return (into, random, calibrated) => {
    sums.fill(0);
    if (calibrated) addCalibrated(random);
    else {
      drawClusters(drawn, random);
      addObserved();
    }
    for (let index = 0; index < into.no.length; index += 1) {
      into.no[index] = sums[2 * index] as number;
      into.yes[index] = sums[2 * index + 1] as number;
    }
  };
}

/** Draws as many clusters as there are, with replacement, and counts each. */
function drawClusters(times: Int32Array, random: RandomSource): void {
  times.fill(0);
  for (let i = 0; i < times.length; i += 1) {
    const cluster = random.below(times.length);
    times[cluster] = (times[cluster] as number) + 1;
  }
}
