import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import { biasCorrectedDecomposition } from '../../src/domain/accuracy/calibration/bias-corrected-decomposition.ts';
import { calibrationCurve } from '../../src/domain/accuracy/calibration/calibration-curve.ts';
import { calibrationError } from '../../src/domain/accuracy/calibration/calibration-error.ts';
import { corpDecomposition } from '../../src/domain/accuracy/calibration/corp-decomposition.ts';
import { coxRecalibration } from '../../src/domain/accuracy/calibration/cox-recalibration.ts';
import { discrimination } from '../../src/domain/accuracy/calibration/discrimination.ts';
import { equalMassCalibrationErrorOfRows } from '../../src/domain/accuracy/calibration/equal-mass-calibration-error.ts';
import { recalibratedRows } from '../../src/domain/accuracy/calibration/isotonic-regression.ts';
import { clippedMeanLogScore, meanLoss } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { murphyDecomposition } from '../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { overconfidence } from '../../src/domain/accuracy/calibration/overconfidence.ts';
import { sharpness } from '../../src/domain/accuracy/calibration/sharpness.ts';
import { spiegelhalterTest } from '../../src/domain/accuracy/calibration/spiegelhalter-test.ts';
import { brierSkill } from '../../src/domain/accuracy/skill/reference-forecasts.ts';
import { skillScore } from '../../src/domain/accuracy/skill/skill-score.ts';
import { tabulateRows } from '../../src/domain/accuracy/state/tabulate.ts';
import { bins, type Inputs, key, losses, scoreName, table } from './accuracy-inputs.ts';

/** Score keys of one record of forecasts: names mapped onto the domain, no maths. */
export const calibrationKeys: Record<string, (inputs: unknown) => unknown> = {
  auc: key((inputs: Inputs) => discrimination(table(inputs)).value),
  brier_skill: key((inputs: Inputs) => {
    const skill = brierSkill(table(inputs)).value;
    if (!skill) return null;
    const [own, reference] = [losses(inputs), inputs.q ? losses(inputs, inputs.q) : null];
    return {
      vsInSampleBaseRate: skill.vsInSampleBaseRate.value,
      vsUniform: skill.vsUniform.value,
      vsReference: reference && skillScore(compensatedMean(own), compensatedMean(reference)).value,
    };
  }),
  brier_skill_loo: key(
    (inputs: Inputs) => brierSkill(table(inputs)).value?.vsLeaveOneOutBaseRate.value ?? null,
  ),
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
  ece_equal_mass: key(
    ({ p, outcome, bins }: Inputs) => equalMassCalibrationErrorOfRows(p, outcome, bins as number).value,
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
  pav_recalibrated: key((inputs: Inputs) => recalibratedRows(table(inputs), inputs.p)),
  sharpness: key((inputs: Inputs) => sharpness(table(inputs)).value),
  spiegelhalter_z: key((inputs: Inputs) => spiegelhalterTest(table(inputs)).value),
};
