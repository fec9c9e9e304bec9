/** The calibration curves of one table of binary forecasts, whatever record it came from. */
import { binned } from '../../calibration/bins.ts';
import { calibrationCurve } from '../../calibration/calibration-curve.ts';
import { type BandOptions, type CorpBands, corpBands } from '../../calibration/corp-bands.ts';
import {
  type ClusterCells,
  clusterResampler,
  independentResampler,
} from '../../calibration/resampled-tables.ts';
import { Remembered } from '../../intervals/remembered.ts';
import { type LongTask, noSideWork, type SideWork } from '../../intervals/side-work.ts';
import type { ProbabilityTable } from '../../state/probability-table.ts';
import { type Dependence, diagnosticsOf } from '../cell/diagnostics.ts';
import type { CalibrationCurves } from '../models/calibration-model.ts';
import { toNullableNumber, toReportNumber } from '../models/report-number.ts';
import { calibrationFigures, calibrationMurphy } from './calibration-figures.ts';

const HISTOGRAM_BINS = 20;
export const RESAMPLES = 1000;
const LEAST_RESAMPLES = 200;
/** Rows drawn for one curve at most: some ten seconds. Beyond, fewer resamples are drawn, and said. */
const ROWS_DRAWN = 2e8;

export interface CurveCounts {
  readonly questions: number;
  readonly forecasts: number;
  readonly clusters: number;
}

export interface CurveOptions {
  readonly rule: 'brier' | 'log_score';
  readonly level: number;
  readonly seed: number;
  readonly bins: number;
  readonly replicates: number;
}

/** What the forecasts of a curve are besides their table. */
export type Behind = Pick<Dependence, 'cells' | 'questionsByOutcome'>;

/** Resamples of forecasts that depend on each other by cluster: fewer where there are very many. */
export function affordableResamples(forecasts: number, asked: number): number {
  return Math.min(asked, Math.max(LEAST_RESAMPLES, Math.floor(ROWS_DRAWN / 2 / forecasts)));
}

/**
 * The long part, the bands, is begun at once, the rest is made when asked for.
 * @param table not empty @param behind cells: null where all are independent and weigh the same
 */
export function beginCurves(
  table: ProbabilityTable,
  counts: CurveCounts,
  behind: Behind,
  options: CurveOptions,
  sideWork: SideWork = noSideWork,
): () => CalibrationCurves {
  const { rule, level, seed, replicates } = options;
  const score = rule === 'log_score' ? 'log' : 'brier';
  const bands = beginBands(
    { table, cells: behind.cells, options: { level, seed, replicates, score } },
    sideWork,
  );
  return () => curvesOf(table, counts, behind, options, bands);
}

function curvesOf(
  table: ProbabilityTable,
  counts: CurveCounts,
  behind: Behind,
  { rule, level, bins }: CurveOptions,
  begun: () => CorpBands,
): CalibrationCurves {
  const score = rule === 'log_score' ? 'log' : 'brier';
  // Before the bands are asked for: they may be under way meanwhile.
  const diagnostics = diagnosticsOf(table, rule, { ...counts, ...behind }, () => undefined, bins);
  const figures = calibrationFigures(table, score, bins, { ...counts, ...behind });
  const bands = begun();
  return {
    ...counts,
    events: table.events,
    reason: null,
    curve: bands.points.map(({ p, n, recalibrated, consistency, confidence }) => ({
      probability: p,
      forecasts: n,
      recalibrated: finite(recalibrated),
      consistencyLower: finite(consistency.lower),
      consistencyUpper: finite(consistency.upper),
      confidenceLower: finite(confidence.lower),
      confidenceUpper: finite(confidence.upper),
    })),
    resamples: bands.replicates,
    miscalibrationP: { value: toReportNumber(bands.mcbP), reason: null },
    bins: calibrationCurve(table, bins, level, behind.cells).map(
      ({ lower, upper, n, meanForecast, observed, interval, standing }) => ({
        lower,
        upper,
        forecasts: n,
        meanForecast: toReportNumber(meanForecast),
        observed: toReportNumber(observed),
        observedLower: toNullableNumber(interval?.lower ?? null),
        observedUpper: toNullableNumber(interval?.upper ?? null),
        indicativeOnly: standing.indicativeOnly,
      }),
    ),
    histogram: binned(table, HISTOGRAM_BINS).map(({ lower, upper, n }) => ({ lower, upper, forecasts: n })),
    diagnostics,
    figures,
    murphy: calibrationMurphy(table, bands, { ...counts, ...behind }),
  };
}

/** Some 20 kB each. */
const known = new Remembered<CorpBands>(512);

interface Banded {
  readonly table: ProbabilityTable;
  readonly cells: ClusterCells | null;
  readonly options: BandOptions;
}

export const corpBandsTask: LongTask<Banded, CorpBands> = {
  name: 'corpBands',
  run: ({ table, cells, options }) => {
    const resample = cells === null ? independentResampler(table) : clusterResampler(table, cells);
    return corpBands(table, resample, options).value as CorpBands;
  },
};

function beginBands(banded: Banded, sideWork: SideWork): () => CorpBands {
  const { table, cells, options } = banded;
  const { p, no, yes, noWeight, yesWeight } = table;
  const clustered = cells === null ? [] : [cells.starts, cells.column, cells.no, cells.yes];
  const operations = (options.replicates ?? RESAMPLES) * (cells === null ? p.length : cells.column.length);
  return known.begin([JSON.stringify(options), p, no, yes, noWeight, yesWeight, ...clustered], () =>
    sideWork.begin(corpBandsTask, banded, operations),
  );
}

/** Where no binary forecast counts. */
export const noCurves: Omit<CalibrationCurves, keyof CurveCounts> = {
  events: 0,
  reason: 'No binary forecast counts.',
  curve: [],
  resamples: 0,
  miscalibrationP: { value: null, reason: 'No binary forecast counts.' },
  bins: [],
  histogram: [],
  diagnostics: null,
  figures: null,
  murphy: { intervalReason: 'No binary forecast counts.', points: [] },
};

function finite(value: number): number {
  return toReportNumber(value) as number;
}
