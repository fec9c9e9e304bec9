/** Every aggregate of binary forecasts that a reference holds, from the table of distinct probabilities. */
import { logLoss } from '../../src/domain/accuracy/binary-loss.ts';
import { binned, equalWidthEdges } from '../../src/domain/accuracy/calibration/bins.ts';
import { calibrationError } from '../../src/domain/accuracy/calibration/calibration-error.ts';
import { corpDecomposition } from '../../src/domain/accuracy/calibration/corp-decomposition.ts';
import { discrimination } from '../../src/domain/accuracy/calibration/discrimination.ts';
import { clippedMeanLogScore, meanLoss } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { murphyDecomposition } from '../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { baseRate, type ProbabilityTable } from '../../src/domain/accuracy/state/probability-table.ts';
import { tabulate } from '../../src/domain/accuracy/state/tabulate.ts';
import { type Quantity, quantity } from './quantity.ts';

type Terms = Readonly<Record<string, number>>;

/**
 * The bins of the references: floor(10 p), closed on the left, as their counts show (COVID's only
 * forecast of 0.6 is alone in the bin from 0.6 to 0.7). Reckoner closes bins on the right unless told.
 */
const BINS = { edges: 10, closed: 'left' } as const;

/** The form in which the references give them. */
export interface BinaryReference {
  readonly n: number;
  readonly base_rate: number;
  readonly brier: number;
  readonly log: number | 'Infinity';
  readonly log_infinite: number;
  readonly log_clip_0_01: number;
  readonly ece10: number;
  readonly mce10: number;
  readonly auc: number;
  readonly bss: number;
  readonly murphy10: Terms;
  readonly murphy_exact: Terms;
  readonly corp: Terms;
  readonly bins: readonly {
    readonly n: number;
    readonly mean_p: number | null;
    readonly obs: number | null;
  }[];
  readonly n_excl_0_1?: number;
  readonly brier_excl_0_1?: number;
}

/** Forecasts in columns: probability of yes, and 0 or 1. */
export interface BinaryColumns {
  readonly p: Float64Array;
  readonly outcome: Uint8Array;
}

export function binaryColumns(p: readonly number[], outcome: readonly number[]): BinaryColumns {
  return { p: Float64Array.from(p), outcome: Uint8Array.from(outcome) };
}

/** The rows that satisfy a condition on their number. */
export function selected({ p, outcome }: BinaryColumns, keep: (row: number) => boolean): BinaryColumns {
  return { p: p.filter((_, row) => keep(row)), outcome: outcome.filter((_, row) => keep(row)) };
}

export function binaryQuantities(
  name: string,
  columns: BinaryColumns,
  reference: BinaryReference,
): Quantity[] {
  const table = tabulate(columns.p, columns.outcome);
  const error = calibrationError(table, BINS).value;
  const murphy = murphyDecomposition(table, BINS).value;
  const exact = murphyDecomposition(table, 'unique').value;
  const corp = corpDecomposition(table, 'brier').value;
  const ours: Readonly<Record<string, readonly [number | null | undefined, unknown]>> = {
    forecasts: [table.n, reference.n],
    'base rate': [baseRate(table), reference.base_rate],
    'mean Brier': [meanLoss(table, 'brier').value, reference.brier],
    'mean log score': [meanLoss(table, 'log').value, reference.log],
    'infinite log scores': [infiniteLogScores(table), reference.log_infinite],
    'mean log score, clipped at 0.01': [
      clippedMeanLogScore(table, 0.01).value?.mean,
      reference.log_clip_0_01,
    ],
    'ECE of 10 bins': [error?.ece, reference.ece10],
    'MCE of 10 bins': [error?.mce, reference.mce10],
    AUC: [discrimination(table).value?.auc, reference.auc],
    'Brier skill against the base rate': [corp && 1 - corp.meanScore / corp.uncertainty, reference.bss],
    'reliability, 10 bins': [murphy?.reliability, reference.murphy10['rel']],
    'resolution, 10 bins': [murphy?.resolution, reference.murphy10['res']],
    uncertainty: [murphy?.uncertainty, reference.murphy10['unc']],
    'within-bin variance': [murphy?.withinBinVariance, reference.murphy10['wbv']],
    'within-bin covariance': [murphy?.withinBinCovariance, reference.murphy10['wbc']],
    'distinct probabilities': [table.p.length, reference.murphy_exact['groups']],
    'reliability, exact': [exact?.reliability, reference.murphy_exact['rel']],
    'resolution, exact': [exact?.resolution, reference.murphy_exact['res']],
    'CORP mean score': [corp?.meanScore, reference.corp['S']],
    'CORP miscalibration': [corp?.miscalibration, reference.corp['MCB']],
    'CORP discrimination': [corp?.discrimination, reference.corp['DSC']],
    'CORP uncertainty': [corp?.uncertainty, reference.corp['UNC']],
  };
  return [
    ...Object.entries(ours).map(([what, [value, expected]]) =>
      quantity(`${name}: ${what}`, value ?? null, expected),
    ),
    ...binQuantities(name, table, reference),
    ...strictlyInside(name, columns, reference),
  ];
}

function binQuantities(name: string, table: ProbabilityTable, { bins }: BinaryReference): Quantity[] {
  const found = new Map(binned(table, BINS).map((bin) => [bin.index, bin]));
  return bins.flatMap((expected, index) => {
    const bin = found.get(index);
    const edges = `[${index / bins.length}, ${(index + 1) / bins.length}${index + 1 === bins.length ? ']' : ')'}`;
    return [
      quantity(`${name}: bin ${edges} forecasts`, bin?.n ?? 0, expected.n),
      quantity(`${name}: bin ${edges} mean forecast`, bin?.meanForecast ?? null, expected.mean_p),
      quantity(`${name}: bin ${edges} observed`, bin?.observed ?? null, expected.obs),
    ];
  });
}

/** The record without forecasts of 0 and 1, where the reference has it. */
function strictlyInside(name: string, columns: BinaryColumns, reference: BinaryReference): Quantity[] {
  if (reference.n_excl_0_1 === undefined) return [];
  const inside = selected(columns, (row) => (columns.p[row] as number) > 0 && (columns.p[row] as number) < 1);
  const table = tabulate(inside.p, inside.outcome);
  return [
    quantity(`${name}, 0 < p < 1: forecasts`, table.n, reference.n_excl_0_1),
    quantity(`${name}, 0 < p < 1: mean Brier`, meanLoss(table, 'brier').value, reference.brier_excl_0_1),
  ];
}

/** Why bins differ from those a reader would count by default, and on how many forecasts. */
export function binRemark(name: string, { p }: BinaryColumns): string {
  const edges = equalWidthEdges(BINS.edges).subarray(1, -1);
  const onEdge = p.filter((value) => edges.includes(value)).length;
  return (
    `${name}: the bins of the reference are closed on the left, those of reports on the right; ` +
    `${onEdge} forecasts lie on an edge between two bins`
  );
}

function infiniteLogScores(table: ProbabilityTable): number {
  return Array.from(table.p).reduce((count, p, column) => {
    const no = logLoss(p, 0) === Infinity ? (table.no[column] as number) : 0;
    return count + no + (logLoss(p, 1) === Infinity ? (table.yes[column] as number) : 0);
  }, 0);
}
