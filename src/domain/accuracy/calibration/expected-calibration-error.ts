import { randomSource } from '../intervals/random-source.ts';
import { Remembered } from '../intervals/remembered.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';
import type { ColumnShare } from './equal-mass-bins.ts';
import { type ClusterCells, clusterResampler } from './resampled-tables.ts';

/** Its standard error is then below a twentieth of the standard deviation of one ECE. */
const REPLICATES = 500;
/** Rows drawn at most: about a second. */
const ROWS_DRAWN = 5e7;
const LEAST_REPLICATES = 50;

/**
 * The ECE that calibrated forecasts of these probabilities would show on average where those of one
 * cluster depend on each other: the mean over outcomes drawn from the forecasts, one uniform number a
 * cluster. Several forecasts on one question then have one answer, as they do; dependence between
 * questions of one cluster is the strongest there is.
 * @param bins shares of columns, in forecasts or in weight @param seed of the draws
 */
export function expectedCalibrationError(
  table: ProbabilityTable,
  cells: ClusterCells,
  bins: readonly (readonly ColumnShare[])[],
  seed = 1,
): number {
  const { p, noWeight, yesWeight } = table;
  // The same bins are asked for twice in a report.
  return known.of(
    [JSON.stringify([bins, seed]), p, noWeight, yesWeight, cells.starts, cells.column, cells.no, cells.yes],
    () => drawn(table, cells, bins, seed),
  );
}

const known = new Remembered<number>(1024);

function drawn(
  table: ProbabilityTable,
  cells: ClusterCells,
  bins: readonly (readonly ColumnShare[])[],
  seed: number,
): number {
  const parts = bins.map((shares) => columnsOf(table, shares));
  let sum = 0;
  const replicates = calibratedOutcomes(table, cells, seed, (yes) => {
    for (const { column, share, p, forecasts } of parts) {
      let gap = 0;
      for (let at = 0; at < column.length; at += 1) {
        const came = (yes[column[at] as number] as number) / (forecasts[at] as number);
        gap += (share[at] as number) * ((p[at] as number) - came);
      }
      sum += Math.abs(gap);
    }
  });
  return sum / replicates / table.weight;
}

interface Outcomes {
  readonly table: ProbabilityTable;
  readonly seed: number;
  readonly ofReplicates: readonly Float64Array[];
}

/** Those drawn last for cells, which never change: several kinds of bins are asked for, and drawing takes longest. */
const outcomesOf = new WeakMap<ClusterCells, Outcomes>();
/** Numbers kept for one table at most. */
const KEPT = 2 ** 19;

/**
 * Weight of yes by column, replicate by replicate, drawn from the forecasts.
 * @returns how many replicates there were
 */
function calibratedOutcomes(
  table: ProbabilityTable,
  cells: ClusterCells,
  seed: number,
  visit: (yes: Float64Array) => void,
): number {
  const before = outcomesOf.get(cells);
  if (before?.seed === seed && before.table === table) {
    for (const yes of before.ofReplicates) visit(yes);
    return before.ofReplicates.length;
  }
  const columns = { no: new Float64Array(table.p.length), yes: new Float64Array(table.p.length) };
  const affordable = Math.floor(ROWS_DRAWN / Math.max(cells.column.length, 1));
  const replicates = Math.min(REPLICATES, Math.max(LEAST_REPLICATES, affordable));
  const kept: Float64Array[] | null = replicates * table.p.length <= KEPT ? [] : null;
  const random = randomSource(seed);
  const resample = clusterResampler(table, cells);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resample(columns, random, true);
    kept?.push(columns.yes.slice());
    visit(columns.yes);
  }
  if (kept !== null) outcomesOf.set(cells, { table, seed, ofReplicates: kept });
  return replicates;
}

/** The columns of a bin side by side, since every replicate goes through them. */
function columnsOf(table: ProbabilityTable, shares: readonly ColumnShare[]) {
  const cells = shares.map(({ column }) => cell(table, column));
  return {
    column: Int32Array.from(shares, ({ column }) => column),
    share: Float64Array.from(shares, ({ share }) => share),
    p: Float64Array.from(cells, ({ p }) => p),
    forecasts: Float64Array.from(cells, ({ no, yes }) => no + yes),
  };
}
