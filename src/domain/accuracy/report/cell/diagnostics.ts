/** Calibration, discrimination and sharpness of the binary forecasts of one cell. */

import { calibrationError } from '../../calibration/calibration-error.ts';
import { corpDecomposition } from '../../calibration/corp-decomposition.ts';
import { coxRecalibration } from '../../calibration/cox-recalibration.ts';
import { discrimination } from '../../calibration/discrimination.ts';
import { clippedMeanLogScore } from '../../calibration/mean-loss.ts';
import { murphyDecomposition } from '../../calibration/murphy-decomposition.ts';
import { overconfidence } from '../../calibration/overconfidence.ts';
import type { ClusterCells } from '../../calibration/resampled-tables.ts';
import { meanForecast, sharpness } from '../../calibration/sharpness.ts';
import { refutedWithCertainty, spiegelhalterTest } from '../../calibration/spiegelhalter-test.ts';
import { aucStanding, heldToFloor, limitStanding, type Standing, slopeStanding } from '../../floors.ts';
import { type Measure, mapMeasure, measured, withheld } from '../../measure.ts';
import { baseRate, type ProbabilityTable } from '../../state/probability-table.ts';
import { tabulateRows } from '../../state/tabulate.ts';
import type { BinaryDiagnostics } from '../models/cell-model.ts';
import { type ReportMeasure, toNullableNumber, toReportMeasure } from '../models/report-number.ts';
import type { ScoredForecast } from '../selection/counting.ts';

const BINS = 10;
const DEPENDENT =
  'Forecasts of one cluster depend on each other: the calibration report of the same forecasts allows for that.';
const CORP_SCORES: Readonly<Record<string, 'brier' | 'log'>> = { brier: 'brier', log_score: 'log' };

/** Probability of yes, and whether it came; null where the forecast is not binary. */
export function binaryRow({
  distribution,
  observation,
}: ScoredForecast): { readonly p: number; readonly outcome: number } | null {
  if (distribution.kind !== 'discrete' || !distribution.binary || observation.kind !== 'category')
    return null;
  return { p: distribution.probabilities[1] as number, outcome: observation.index };
}

/** The exact state of a cell; null where a forecast is not binary. Counts where all weights are 1. */
export function tableOf(
  scored: readonly ScoredForecast[],
  weights: readonly number[],
): ProbabilityTable | null {
  const rows = scored.map(binaryRow);
  if (rows.some((row) => row === null)) return null;
  const columns = rows.filter((row) => row !== null);
  const plain = weights.every((weight) => weight === 1);
  return tabulateRows(
    columns.map(({ p }) => p),
    columns.map(({ outcome }) => outcome),
    plain ? undefined : weights,
  );
}

/** What the moved probabilities of a logarithmic score are moved to. */
const CLIP = 0.01;

function clippedOf(table: ProbabilityTable): BinaryDiagnostics['clippedLogScore'] {
  const clipped = clippedMeanLogScore(table, CLIP);
  return {
    mean: toReportMeasure(mapMeasure(clipped, ({ mean }) => mean)),
    clip: CLIP,
    clipped: clipped.value?.nClipped ?? 0,
  };
}

export type QuestionsByOutcome = readonly [no: number, yes: number];

/** What is known of how the forecasts of a table depend on each other. */
export interface Dependence {
  readonly questions: number;
  /** Questions that came out no, and yes. */
  readonly questionsByOutcome: QuestionsByOutcome;
  readonly clusters: number;
  /** The forecasts by cluster; null where all are independent, or where only sums were kept. */
  readonly cells: ClusterCells | null;
}

/** What depends on no rule. */
function ruleFree(table: ProbabilityTable, bins: number, cells: ClusterCells | null) {
  return {
    area: discrimination(table, cells),
    confidence: overconfidence(table),
    spread: sharpness(table),
    error: calibrationError(table, bins, cells),
    line: coxRecalibration(table).line,
  };
}

/** The cells of a column ask for it one after the other, each under a rule of its own. */
const known = new WeakMap<ProbabilityTable, Map<number, ReturnType<typeof ruleFree>>>();

function ruleFreeOf(table: ProbabilityTable, bins: number): ReturnType<typeof ruleFree> {
  const ofTable = known.get(table) ?? new Map<number, ReturnType<typeof ruleFree>>();
  known.set(table, ofTable);
  const found = ofTable.get(bins) ?? ruleFree(table, bins, null);
  ofTable.set(bins, found);
  return found;
}

/** @param onFloor is told each number that a small sample holds back @param bins of the calibration error */
export function diagnosticsOf(
  table: ProbabilityTable,
  rule: string,
  { questions, questionsByOutcome, clusters, cells }: Dependence,
  onFloor: () => void,
  bins = BINS,
): BinaryDiagnostics {
  const held = (measure: Measure<number>, standing: Standing): ReportMeasure => {
    if (measure.reason === null && !standing.shown) onFloor();
    return toReportMeasure(heldToFloor(measure, standing));
  };
  // Of questions: however many forecasts there are on one, it came out once.
  const [others, events] = questionsByOutcome;
  const { area, confidence, spread, error, line } =
    cells === null ? ruleFreeOf(table, bins) : ruleFree(table, bins, cells);
  // Without the forecasts by cluster there is no honest standard error where some depend on each other.
  const unknown = cells === null && clusters < table.n;
  const roc = heldToFloor(area, aucStanding(events, others));
  const score = CORP_SCORES[rule];
  const corp =
    score === undefined ? withheld('Defined for brier and log_score.') : corpDecomposition(table, score);
  const murphy = rule === 'brier' ? murphyDecomposition(table, 'unique') : withheld('Defined for brier.');
  const slope = slopeStanding(events, others);
  const spiegelhalterP = (): ReportMeasure => {
    const test = mapMeasure(spiegelhalterTest(table, cells), (value) => value.p);
    // What is refuted with certainty needs no sample, and no independence.
    if (refutedWithCertainty(table)) return toReportMeasure(test);
    return held(unknown ? withheld(DEPENDENT) : test, limitStanding(questions));
  };
  const term = <Value>(measure: Measure<Value>, of: (value: Value) => number) =>
    toReportMeasure(mapMeasure(measure, of));
  return {
    meanForecast: toReportMeasure(measured(meanForecast(table))),
    baseRate: toReportMeasure(measured(baseRate(table))),
    bias: term(confidence, (value) => value.calibrationInTheLarge),
    overconfidence: term(confidence, (value) => value.overconfidence),
    sharpness: term(spread, (value) => value.variance),
    expectedIfCalibrated: term(spread, (value) => value.meanExpectedBrier),
    auc: held(
      mapMeasure(area, (value) => value.auc),
      aucStanding(events, others),
    ),
    aucStandardError: toNullableNumber(unknown ? null : (roc.value?.se ?? null)),
    clippedLogScore: rule === 'log_score' ? clippedOf(table) : null,
    corp: {
      miscalibration: term(corp, (value) => value.miscalibration),
      discrimination: term(corp, (value) => value.discrimination),
      uncertainty: term(corp, (value) => value.uncertainty),
    },
    murphy: {
      reliability: term(murphy, (value) => value.reliability),
      resolution: term(murphy, (value) => value.resolution),
      uncertainty: term(murphy, (value) => value.uncertainty),
    },
    calibrationError: term(error, (value) => value.ece),
    calibrationErrorIfCalibrated: unknown
      ? toReportMeasure(withheld(DEPENDENT))
      : term(error, (value) => value.eceIfCalibrated),
    recalibrationSlope: held(
      mapMeasure(line, (value) => value.slope),
      slope,
    ),
    recalibrationIntercept: held(
      mapMeasure(line, (value) => value.intercept),
      slope,
    ),
    spiegelhalterP: spiegelhalterP(),
  };
}
