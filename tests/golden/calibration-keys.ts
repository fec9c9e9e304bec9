import { brier } from '../../src/domain/scoring/brier.ts';
import { biasCorrectedDecomposition } from '../../src/domain/accuracy/calibration/bias-corrected-decomposition.ts';
import { calibrationCurve } from '../../src/domain/accuracy/calibration/calibration-curve.ts';
import { calibrationError } from '../../src/domain/accuracy/calibration/calibration-error.ts';
import { corpDecomposition } from '../../src/domain/accuracy/calibration/corp-decomposition.ts';
import { coxRecalibration } from '../../src/domain/accuracy/calibration/cox-recalibration.ts';
import { discrimination } from '../../src/domain/accuracy/calibration/discrimination.ts';
import { equalMassCalibrationError } from '../../src/domain/accuracy/calibration/equal-mass-calibration-error.ts';
import { recalibrated } from '../../src/domain/accuracy/calibration/isotonic-regression.ts';
import { clippedMeanLogScore, meanLoss } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { murphyDecomposition } from '../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { overconfidence } from '../../src/domain/accuracy/calibration/overconfidence.ts';
import { sharpness } from '../../src/domain/accuracy/calibration/sharpness.ts';
import { spiegelhalterTest } from '../../src/domain/accuracy/calibration/spiegelhalter-test.ts';
import { skillIntervalOf } from '../../src/domain/accuracy/intervals/skill-interval.ts';
import { baseRateScores } from '../../src/domain/accuracy/report/reference/reference-score.ts';
import { baseRate } from '../../src/domain/accuracy/state/probability-table.ts';
import { tabulateRows } from '../../src/domain/accuracy/state/tabulate.ts';
import { bins, type Inputs, key, losses, momentsOf, scoreName, table } from './accuracy-inputs.ts';

/** Equal probabilities a last bit apart, in the order given: the vectors cut their bins between them. */
function toldApart(p: readonly number[]): number[] {
  const seen = new Map<number, number>();
  return p.map((value) => {
    const before = seen.get(value) ?? 0;
    seen.set(value, before + 1);
    return value + (value < 0.5 ? before : before - p.length) * 2 ** -50;
  });
}

function skill(inputs: Inputs, reference: number[]): number | null {
  const beside = losses(inputs, reference);
  const rows = losses(inputs).map((loss, row) => [loss, beside[row] as number]);
  return skillIntervalOf(momentsOf(rows), [0, 1], 0.95).value?.estimate ?? null;
}

/** Score keys of one record of forecasts: names mapped onto the domain, no maths. */
export const calibrationKeys: Record<string, (inputs: unknown) => unknown> = {
  auc: key((inputs: Inputs) => discrimination(table(inputs)).value),
  brier_skill: key((inputs: Inputs) => {
    const rates = inputs.outcome.length === 0 ? null : baseRate(table(inputs));
    if (rates === null) return null;
    const constant = (p: number) => inputs.p.map(() => p);
    return {
      vsInSampleBaseRate: skill(inputs, constant(rates)),
      vsUniform: skill(inputs, constant(0.5)),
      vsReference: inputs.q ? skill(inputs, inputs.q) : null,
    };
  }),
  brier_skill_loo: key((inputs: Inputs) => {
    const yes = inputs.outcome.filter((outcome) => outcome === 1).length;
    const scores = baseRateScores(brier, [inputs.outcome.length - yes, yes]);
    if (scores === null) return null;
    const rows = losses(inputs).map((loss, row) => [loss, 1 - (inputs.outcome[row] as number), inputs.outcome[row] as number]);
    return skillIntervalOf(momentsOf(rows), [0, ...scores], 0.95).value?.estimate ?? null;
  }),
  calibration_curve: key((inputs: Inputs) =>
    calibrationCurve(table(inputs), bins(inputs), 0.95).map(({ bin, n, meanForecast, observed }) => {
      return { bin, n, meanForecast, observed };
    }),
  ),
  corp_decomposition: key((inputs: Inputs) => corpDecomposition(table(inputs), scoreName(inputs)).value),
  cox_recalibration: key((inputs: Inputs) => {
    const { line, interceptGivenSlope1 } = coxRecalibration(table(inputs), inputs.clip);
    return line.value && { ...line.value, interceptGivenSlope1: interceptGivenSlope1.value };
  }),
  ece: key((inputs: Inputs) => {
    const error = calibrationError(table(inputs), bins(inputs)).value;
    return error && { ece: error.ece, mce: error.mce };
  }),
  ece_equal_mass: key(({ p, outcome, bins }: Inputs) =>
    p.length === 0
      ? null
      : (equalMassCalibrationError(tabulateRows(toldApart(p), outcome), bins as number).value?.ece ?? null),
  ),
  mean_brier: key((inputs: Inputs) => meanLoss(table(inputs), 'brier').value),
  mean_brier_weighted: key(
    ({ p, outcome, weights }: Inputs) => meanLoss(tabulateRows(p, outcome, weights), 'brier').value,
  ),
  mean_log_score: key((inputs: Inputs) =>
    inputs.clip === undefined
      ? meanLoss(table(inputs), 'log').value
      : (clippedMeanLogScore(table(inputs), inputs.clip).value?.mean ?? null),
  ),
  murphy_bias_corrected_limited: key(
    (inputs: Inputs) => biasCorrectedDecomposition(table(inputs), bins(inputs)).limited.value,
  ),
  murphy_bias_corrected_raw: key(
    (inputs: Inputs) => biasCorrectedDecomposition(table(inputs), bins(inputs)).raw.value,
  ),
  murphy_decomposition: key((inputs: Inputs) => murphyDecomposition(table(inputs), bins(inputs)).value),
  overconfidence: key((inputs: Inputs) => overconfidence(table(inputs)).value),
  pav_recalibrated: key((inputs: Inputs) => {
    const pooled = table(inputs);
    const fit = recalibrated(pooled);
    return inputs.p.map((p) => fit[pooled.p.indexOf(p)] ?? null);
  }),
  sharpness: key((inputs: Inputs) => sharpness(table(inputs)).value),
  spiegelhalter_z: key((inputs: Inputs) => spiegelhalterTest(table(inputs)).value),
};
