/** The calibration report: CORP curves with bands, binned curves, histograms, by group. */
import { binned } from './calibration/bins.ts';
import { calibrationCurve } from './calibration/calibration-curve.ts';
import { type CorpBands, corpBands } from './calibration/corp-bands.ts';
import { clusterResampler, independentResampler } from './calibration/resampled-tables.ts';
import type { CalibrationCurves, CalibrationGroup, CalibrationReport } from './report/calibration-model.ts';
import type { CellContext } from './report/cell.ts';
import { weightsOf } from './report/clusters.ts';
import { sealed } from './report/content-hash.ts';
import type { ScoredForecast } from './report/counting.ts';
import { binaryRow, diagnosticsOf, tableOf } from './report/diagnostics.ts';
import type { AccuracyParameters, ReportFilter } from './report/parameters.ts';
import { groupPrepared, headOf, prepareReport } from './report/prepare.ts';
import type { ReportRecord } from './report/record-input.ts';
import { toNullableNumber, toReportNumber } from './report/report-number.ts';
import { inReading } from './report/scored-rows.ts';
import type { ProbabilityTable } from './state/probability-table.ts';

const BINS = 10;
const HISTOGRAM_BINS = 20;
const RESAMPLES = 1000;
const LEAST_RESAMPLES = 200;
/** Rows drawn for one curve at most: some ten seconds. Beyond, fewer resamples are drawn, and said. */
const ROWS_DRAWN = 2e8;

export function buildCalibrationReport(
  record: ReportRecord,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): CalibrationReport {
  const prepared = prepareReport(record, parameters, filter);
  const { kept, groupsOmitted } = groupPrepared(prepared, parameters);
  const rule = parameters.rule[0] === 'log_score' ? 'log_score' : 'brier';
  const columns = (scored: readonly ScoredForecast[]) => {
    return {
      strict: curvesOf(inReading(scored, 'strict'), rule, prepared.context),
      lenient: curvesOf(inReading(scored, 'lenient'), rule, prepared.context),
    };
  };
  const groups = kept
    .map(({ values, members }): CalibrationGroup => ({ values: [...values], ...columns(members.scored) }))
    .filter(({ strict, lenient }) => strict.forecasts + lenient.forecasts > 0);
  return sealed({
    kind: 'calibration' as const,
    ...headOf(record, filter, prepared.notes),
    parameters,
    rule: rule as 'brier' | 'log_score',
    groups,
    groupsOmitted,
    totals: columns(prepared.counted.scored),
    leftOut: prepared.counted.leftOut.length,
  });
}

/** The curves of the binary forecasts among these. */
function curvesOf(
  items: readonly ScoredForecast[],
  rule: 'brier' | 'log_score',
  { parameters, clusterOf }: CellContext,
): CalibrationCurves {
  const scored = items.filter((item) => binaryRow(item) !== null);
  const weights = weightsOf(scored, parameters.weight);
  const table = tableOf(scored, weights);
  const counts = {
    questions: new Set(scored.map(({ forecast }) => forecast.question.id)).size,
    forecasts: scored.length,
    clusters: new Set(scored.map(clusterOf)).size,
  };
  if (table === null || table.n === 0) return { ...counts, ...noCurve };
  const bands = bandsOf(table, scored, weights, rule, { parameters, clusterOf });
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
    bins: calibrationCurve(table, BINS, parameters.level).map(
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
    diagnostics: diagnosticsOf(table, rule, () => undefined),
  };
}

const noCurve = {
  events: 0,
  reason: 'No binary forecast counts.',
  curve: [],
  resamples: 0,
  miscalibrationP: { value: null, reason: 'No binary forecast counts.' },
  bins: [],
  histogram: [],
  diagnostics: null,
};

function bandsOf(
  table: ProbabilityTable,
  scored: readonly ScoredForecast[],
  weights: readonly number[],
  rule: string,
  { parameters, clusterOf }: Pick<CellContext, 'parameters' | 'clusterOf'>,
): CorpBands {
  const forecasts = scored.map((item, at) => {
    const { p, outcome } = binaryRow(item) as { p: number; outcome: number };
    return { p, outcome, cluster: clusterOf(item), weight: weights[at] as number };
  });
  const independent =
    !table.weighted && new Set(forecasts.map(({ cluster }) => cluster)).size === forecasts.length;
  const affordable = independent ? RESAMPLES : Math.floor(ROWS_DRAWN / 2 / forecasts.length);
  const { level, seed } = parameters;
  const bands = corpBands(
    table,
    independent ? independentResampler(table) : clusterResampler(table, forecasts),
    {
      level,
      seed,
      replicates: Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, affordable)),
      score: rule === 'log_score' ? 'log' : 'brier',
    },
  );
  return bands.value as CorpBands;
}

function finite(value: number): number {
  return toReportNumber(value) as number;
}
