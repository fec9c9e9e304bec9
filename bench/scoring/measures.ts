/** What is timed: aggregates as reports compute them, from rows and from the table of distinct probabilities. */
import { brierLoss } from '../../src/domain/accuracy/binary-loss.ts';
import { calibrationError } from '../../src/domain/accuracy/calibration/calibration-error.ts';
import { corpDecomposition } from '../../src/domain/accuracy/calibration/corp-decomposition.ts';
import { discrimination } from '../../src/domain/accuracy/calibration/discrimination.ts';
import { meanLoss } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { murphyDecomposition } from '../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { ClusterDraws, REPLICATES } from '../../src/domain/accuracy/intervals/cluster-draws.ts';
import type { ClusterTotal } from '../../src/domain/accuracy/intervals/cluster-sums.ts';
import { clusteredMeanInterval } from '../../src/domain/accuracy/intervals/mean-interval.ts';
import { ResampledMean, ResampledParts } from '../../src/domain/accuracy/intervals/resampled-mean.ts';
import type { ProbabilityTable } from '../../src/domain/accuracy/state/probability-table.ts';
import { tabulate } from '../../src/domain/accuracy/state/tabulate.ts';
import { ClusterColumns } from '../../src/domain/evaluation/cluster-columns.ts';
import type { Forecasts } from './made-up-forecasts.ts';

export interface Measure {
  /** The name by which the baselines know it. */
  readonly key: string;
  readonly title: string;
  /** What the baseline does. */
  readonly against: string;
  /** Largest difference of the results; a bootstrap draws other numbers. */
  readonly tolerance: number;
  readonly compute: (forecasts: Forecasts) => number;
}

/** Everything that a report says of binary forecasts, from the table. */
export function reportOf(table: ProbabilityTable): number[] {
  return [
    meanLoss(table, 'brier').value,
    meanLoss(table, 'log').value,
    corpDecomposition(table, 'brier').value?.miscalibration,
    murphyDecomposition(table, 10).value?.reliability,
    calibrationError(table, 10).value?.ece,
    discrimination(table).value?.auc,
  ] as number[];
}

const table = ({ p, outcome }: Forecasts): ProbabilityTable => tabulate(p, outcome);

let totals: { of: Forecasts; totals: ClusterTotal[] } | null = null;

/** Sums by cluster as an evaluation keeps them: names become numbers, sums stand in columns. */
function sumsByCluster({ p, outcome, clusterName }: Forecasts): ClusterTotal[] {
  const numbers = new Map<string, number>();
  const columns = new ClusterColumns(1);
  const values = new Float64Array(1);
  for (let row = 0; row < p.length; row += 1) {
    const name = clusterName[row] as string;
    let number = numbers.get(name);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(name, number);
    }
    values[0] = brierLoss(p[row] as number, outcome[row] as number);
    columns.add(number, values, 1);
  }
  return columns.totals((column) => [column(0)]);
}

/** Made once outside what is timed. */
export function totalsOf(forecasts: Forecasts): ClusterTotal[] {
  if (totals?.of !== forecasts) totals = { of: forecasts, totals: sumsByCluster(forecasts) };
  return totals.totals;
}

export const measures: readonly Measure[] = [
  {
    key: 'brier_numpy',
    title: 'mean Brier',
    against: 'numpy ((p - y)**2).mean()',
    tolerance: 1e-9,
    compute: (forecasts) => meanLoss(table(forecasts), 'brier').value as number,
  },
  {
    key: 'brier',
    title: 'mean Brier',
    against: 'sklearn brier_score_loss',
    tolerance: 1e-9,
    compute: (forecasts) => meanLoss(table(forecasts), 'brier').value as number,
  },
  {
    key: 'log_numpy',
    title: 'mean log score',
    against: 'numpy -log(where(y, p, 1 - p)).mean()',
    tolerance: 1e-9,
    compute: (forecasts) => meanLoss(table(forecasts), 'log').value as number,
  },
  {
    key: 'log',
    title: 'mean log score',
    against: 'sklearn log_loss',
    tolerance: 1e-9,
    compute: (forecasts) => meanLoss(table(forecasts), 'log').value as number,
  },
  {
    key: 'corp',
    title: 'CORP: isotonic regression, MCB, DSC, UNC',
    against: 'sklearn IsotonicRegression and three Brier scores',
    tolerance: 1e-9,
    compute: (forecasts) => corpDecomposition(table(forecasts), 'brier').value?.miscalibration as number,
  },
  {
    key: 'auc',
    title: 'AUC with DeLong error',
    against: 'sklearn roc_auc_score (no error)',
    tolerance: 1e-9,
    compute: (forecasts) => discrimination(table(forecasts)).value?.auc as number,
  },
  {
    key: 'ece',
    title: 'ECE of 10 bins, MCE, ECE if calibrated',
    against: 'sklearn calibration_curve and counts (ECE only)',
    tolerance: 1e-9,
    compute: (forecasts) => calibrationError(table(forecasts), 10).value?.ece as number,
  },
  {
    key: 'report',
    title: 'all of them and Murphy at once',
    against: 'the five of sklearn one after the other',
    tolerance: 1e-9,
    compute: (forecasts) => reportOf(table(forecasts)).at(-1) as number,
  },
  {
    key: 'cluster_se',
    title: 'mean Brier with cluster-robust error, clusters by name',
    against: 'numpy bincount, clusters numbered',
    tolerance: 1e-9,
    compute: (forecasts) => clusteredMeanInterval(sumsByCluster(forecasts), 0.95).value?.se as number,
  },
  {
    key: 'bootstrap',
    title: `cluster bootstrap, ${REPLICATES} resamples of the sums by cluster`,
    against: 'numpy integers, take and sum',
    tolerance: 1e-3,
    compute: (forecasts) => {
      const parts = new ResampledParts();
      const all = totalsOf(forecasts);
      for (const { cluster, sums, weight } of all) parts.add(cluster, sums[0] as number, weight);
      const resampled = new ResampledMean(new ClusterDraws(1));
      resampled.apply(parts, 1);
      return resampled.interval(0, all.length, 0.95).lower as number;
    },
  },
];
