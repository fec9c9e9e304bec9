/** The figures of a calibration report: decompositions, errors, recalibration and the Murphy diagram. */
import type { BinaryScore } from '../../binary-loss.ts';
import {
  biasCorrectedDecomposition,
  type ThreeTerms,
} from '../../calibration/bias-corrected-decomposition.ts';
import { type CalibrationError, calibrationError } from '../../calibration/calibration-error.ts';
import type { CorpBands } from '../../calibration/corp-bands.ts';
import { type CoxRecalibration, coxRecalibration } from '../../calibration/cox-recalibration.ts';
import { equalMassCalibrationError } from '../../calibration/equal-mass-calibration-error.ts';
import { recalibrated } from '../../calibration/isotonic-regression.ts';
import { meanLoss } from '../../calibration/mean-loss.ts';
import { murphyDecomposition } from '../../calibration/murphy-decomposition.ts';
import { meanElementaryScores, murphyDiagram } from '../../calibration/murphy-diagram.ts';
import { overconfidence } from '../../calibration/overconfidence.ts';
import type { ClusterCells } from '../../calibration/resampled-tables.ts';
import { sharpness } from '../../calibration/sharpness.ts';
import { refutedWithCertainty, spiegelhalterTest } from '../../calibration/spiegelhalter-test.ts';
import { heldToFloor, intervalStanding, limitStanding, slopeStanding } from '../../floors.ts';
import { type Measure, mapMeasure, measured, withheld } from '../../measure.ts';
import { baseRate, type ProbabilityTable } from '../../state/probability-table.ts';
import type { Dependence, QuestionsByOutcome } from '../cell/diagnostics.ts';
import type { CalibrationFigures, CalibrationMurphy } from '../models/calibration-model.ts';
import { toNullableNumber, toReportMeasure, toReportNumber } from '../models/report-number.ts';

const term = <Value>(measure: Measure<Value>, of: (value: Value) => number) =>
  toReportMeasure(mapMeasure(measure, of));

function errorTerm(line: Measure<CoxRecalibration>, of: (line: CoxRecalibration) => number | null) {
  if (line.reason !== null) return toReportMeasure(line);
  const error = of(line.value);
  return toReportMeasure(error === null ? withheld('One cluster has no spread.') : measured(error));
}

/** @param table not empty */
export function calibrationFigures(
  table: ProbabilityTable,
  score: BinaryScore,
  bins: number,
  { questions, questionsByOutcome, cells }: Dependence,
): CalibrationFigures {
  const unique = murphyDecomposition(table, 'unique');
  const overBins = murphyDecomposition(table, bins);
  const corrected = biasCorrectedDecomposition(table, bins);
  const confidence = overconfidence(table);
  const spread = sharpness(table);
  const spiegelhalter = spiegelhalterTest(table, cells);
  // What is refuted with certainty needs no sample.
  const test = refutedWithCertainty(table)
    ? spiegelhalter
    : heldToFloor(spiegelhalter, limitStanding(questions));
  return {
    meanScore: toReportMeasure(meanLoss(table, score)),
    brier: toReportMeasure(meanLoss(table, 'brier')),
    murphyUnique: threeTerms(unique),
    murphyBinned: {
      ...threeTerms(overBins),
      withinBinVariance: term(overBins, (value) => value.withinBinVariance),
      withinBinCovariance: term(overBins, (value) => value.withinBinCovariance),
    },
    biasCorrectedRaw: threeTerms(corrected.raw),
    biasCorrectedLimited: threeTerms(corrected.limited),
    equalWidth: errorOf(calibrationError(table, bins, cells)),
    equalMass: errorOf(equalMassCalibrationError(table, bins, cells)),
    recalibration: recalibrationOf(table, questionsByOutcome, cells),
    spiegelhalter: { z: term(test, (value) => value.z), p: term(test, (value) => value.p) },
    sharpness: {
      variance: term(spread, (value) => value.variance),
      meanDistanceFromHalf: term(spread, (value) => value.meanDistanceFromHalf),
      expectedIfCalibrated: term(spread, (value) => value.meanExpectedBrier),
    },
    confidence: {
      mean: term(confidence, (value) => value.meanConfidence),
      accuracy: term(confidence, (value) => value.accuracy),
    },
  };
}

function threeTerms(terms: Measure<ThreeTerms>) {
  return {
    reliability: term(terms, (value) => value.reliability),
    resolution: term(terms, (value) => value.resolution),
    uncertainty: term(terms, (value) => value.uncertainty),
  };
}

function errorOf(error: Measure<CalibrationError>): CalibrationFigures['equalWidth'] {
  return {
    mean: term(error, ({ ece }) => ece),
    largest: term(error, ({ mce }) => mce),
    meanIfCalibrated: term(error, ({ eceIfCalibrated }) => eceIfCalibrated),
  };
}

function recalibrationOf(
  table: ProbabilityTable,
  [others, events]: QuestionsByOutcome,
  cells: ClusterCells | null,
): CalibrationFigures['recalibration'] {
  const standing = slopeStanding(events, others);
  const { line, interceptGivenSlope1, clip, nClipped } = coxRecalibration(table, undefined, cells);
  const held = heldToFloor(line, standing);
  return {
    slope: term(held, ({ slope }) => slope),
    slopeStandardError: errorTerm(held, ({ seSlope }) => seSlope),
    intercept: term(held, ({ intercept }) => intercept),
    interceptStandardError: errorTerm(held, ({ seIntercept }) => seIntercept),
    interceptAtSlopeOne: toReportMeasure(heldToFloor(interceptGivenSlope1, standing)),
    clip: toReportNumber(clip) as number,
    clipped: nClipped,
  };
}

/**
 * The curve of the forecasts between that of their recalibration, which is miscalibration apart at each
 * threshold, and that of the base rate, from which discrimination takes it.
 */
export function calibrationMurphy(
  table: ProbabilityTable,
  bands: CorpBands,
  { questions, clusters, cells }: Pick<Dependence, 'questions' | 'clusters' | 'cells'>,
): CalibrationMurphy {
  const effective = cells === null ? table.effectiveN : effectiveClusters(cells);
  const standing = intervalStanding(questions, clusters, effective);
  const curve = murphyDiagram(table);
  const thetas = curve.map(({ theta }) => theta);
  const { noWeight: no, yesWeight: yes, weight, eventWeight } = table;
  const after = meanElementaryScores({ p: recalibrated(table), no, yes }, thetas);
  const constant = { p: [baseRate(table)], no: [weight - eventWeight], yes: [eventWeight] };
  const rate = meanElementaryScores(constant, thetas);
  return {
    intervalReason: standing.reason,
    points: curve.map(({ theta, score }, at) => {
      const bounds = standing.shown ? bands.murphy[at] : undefined;
      return {
        threshold: theta,
        score: toReportNumber(score),
        lower: toNullableNumber(bounds?.lower ?? null),
        upper: toNullableNumber(bounds?.upper ?? null),
        recalibrated: toReportNumber(after[at] as number),
        constant: toReportNumber(rate[at] as number),
      };
    }),
  };
}

/** Kish: clusters of equal weight that would say as much. */
function effectiveClusters({ starts, no, yes }: ClusterCells): number {
  let [sum, squares] = [0, 0];
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1) {
    let weight = 0;
    for (let at = starts[cluster] as number; at < (starts[cluster + 1] as number); at += 1)
      weight += (no[at] as number) + (yes[at] as number);
    sum += weight;
    squares += weight ** 2;
  }
  return sum ** 2 / squares;
}
