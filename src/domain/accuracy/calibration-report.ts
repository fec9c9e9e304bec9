/** The calibration report: CORP curves with bands, binned curves, histograms, by group. */
import { clusterCells } from './calibration/resampled-tables.ts';
import { noSideWork, type SideWork } from './intervals/side-work.ts';
import type { CellContext } from './report/cell/column-items.ts';
import { binaryRow, tableOf } from './report/cell/diagnostics.ts';
import { affordableResamples, beginCurves, noCurves, RESAMPLES } from './report/curves/curves.ts';
import type {
  CalibrationCurves,
  CalibrationGroup,
  CalibrationReport,
} from './report/models/calibration-model.ts';
import { sealed } from './report/models/content-hash.ts';
import type { AccuracyParameters, ReportFilter } from './report/models/parameters.ts';
import { weightsOf } from './report/selection/clusters.ts';
import type { ScoredForecast } from './report/selection/counting.ts';
import {
  familiesOf,
  groupPrepared,
  headOf,
  prepareReport,
  type ReportSource,
} from './report/selection/prepare.ts';
import { inReading } from './report/selection/scored-rows.ts';

const BINS = 10;

export function buildCalibrationReport(
  source: ReportSource,
  parameters: AccuracyParameters,
  filter: ReportFilter,
  sideWork: SideWork = noSideWork,
): CalibrationReport {
  const record = familiesOf(source);
  const prepared = prepareReport(record, parameters, filter);
  const { kept, groupsOmitted } = groupPrepared(prepared, parameters);
  const rule = parameters.rule[0] === 'log_score' ? 'log_score' : 'brier';
  const columns = (scored: readonly ScoredForecast[]) => {
    const strict = curvesOf(inReading(scored, 'strict'), rule, prepared.context, sideWork);
    // Where every question is read one way only, the two columns are one.
    const onlyPlain = scored.every(({ forecast }) => forecast.question.facts.reading === 'plain');
    const lenient = onlyPlain
      ? strict
      : curvesOf(inReading(scored, 'lenient'), rule, prepared.context, sideWork);
    return () => {
      const made = strict();
      return { strict: made, lenient: lenient === strict ? made : lenient() };
    };
  };
  // The longest first. Whoever works beside takes them in this order, and this thread from the end.
  const begunTotals = columns(prepared.counted.scored);
  const begun = kept.map(({ values, scored }) => ({ values: [...values], curves: columns(scored) }));
  const groups = begun
    .reverse()
    .map(({ values, curves }): CalibrationGroup => ({ values, ...curves() }))
    .reverse()
    .filter(({ strict, lenient }) => strict.forecasts + lenient.forecasts > 0);
  return sealed({
    kind: 'calibration' as const,
    ...headOf(record, filter, prepared.notes),
    parameters,
    rule: rule as 'brier' | 'log_score',
    groups,
    groupsOmitted,
    totals: begunTotals(),
    leftOut: prepared.counted.leftOut.length,
  });
}

/** The curves of the binary forecasts among these, begun. */
function curvesOf(
  items: readonly ScoredForecast[],
  rule: 'brier' | 'log_score',
  { parameters, clusterOf }: CellContext,
  sideWork: SideWork,
): () => CalibrationCurves {
  const scored = items.filter((item) => binaryRow(item) !== null);
  const weights = weightsOf(scored, parameters.weight);
  const table = tableOf(scored, weights);
  const counts = {
    questions: new Set(scored.map(({ forecast }) => forecast.question.id)).size,
    forecasts: scored.length,
    clusters: new Set(scored.map(clusterOf)).size,
  };
  if (table === null || table.n === 0) return () => ({ ...counts, ...noCurves });
  const independent = !table.weighted && counts.clusters === counts.forecasts;
  const forecasts = scored.map((item, at) => {
    const { p, outcome } = binaryRow(item) as { p: number; outcome: number };
    return { p, outcome, cluster: clusterOf(item), weight: weights[at] as number };
  });
  const cameTrue = new Set(
    scored.filter((item) => binaryRow(item)?.outcome === 1).map(({ forecast }) => forecast.question.id),
  ).size;
  const behind = {
    cells: independent ? null : clusterCells(table, forecasts),
    questionsByOutcome: [counts.questions - cameTrue, cameTrue] as const,
  };
  const options = {
    rule,
    level: parameters.level,
    seed: parameters.seed,
    bins: BINS,
    replicates: independent ? RESAMPLES : affordableResamples(counts.forecasts, RESAMPLES),
  };
  return beginCurves(table, counts, behind, options, sideWork);
}
