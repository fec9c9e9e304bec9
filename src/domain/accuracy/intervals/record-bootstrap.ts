import { type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { totalLoss } from '../calibration/mean-loss.ts';
import type { Resampler } from '../calibration/resampled-tables.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { type ProbabilityTable, probabilityTable } from '../state/probability-table.ts';
import { type BootstrapOptions, fromReplicates } from './cluster-bootstrap.ts';
import type { IntervalEstimate } from './interval.ts';
import { randomSource } from './random-source.ts';

/**
 * Percentile interval of the mean loss by resampling the counts of the table: O(replicates · K) with
 * `independentResampler`, whatever the number of forecasts. Any other statistic of a table can be
 * given instead of the mean.
 */
export function recordBootstrap(
  table: ProbabilityTable,
  resample: Resampler,
  statistic: (table: ProbabilityTable) => number,
  { level, seed, replicates = 1000 }: BootstrapOptions,
): Measure<IntervalEstimate> {
  if (table.n === 0) return NO_FORECASTS;
  const random = randomSource(seed);
  const columns = { no: new Float64Array(table.p.length), yes: new Float64Array(table.p.length) };
  const values = Float64Array.from({ length: replicates }, () => {
    resample(columns, random, false);
    return statistic(probabilityTable({ p: table.p, ...columns }));
  });
  return measured(fromReplicates(statistic(table), values, level, table.n, 'recordBootstrap'));
}

/** The mean loss as a statistic of a table. */
export function meanLossStatistic(score: BinaryScore): (table: ProbabilityTable) => number {
  const loss = binaryLoss(score);
  return (table) => totalLoss(table, loss) / table.weight;
}
