import { brierLoss } from '../binary-loss.ts';
import { totalLoss } from '../calibration/mean-loss.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import { baseRate, type ProbabilityTable } from '../state/probability-table.ts';
import { skillScore } from './skill-score.ts';

/** Mean Brier score of a constant forecast on the same outcomes. */
export function constantForecastBrier(table: ProbabilityTable, forecast: number): Measure<number> {
  if (table.n === 0) return NO_FORECASTS;
  const rate = baseRate(table);
  return measured(rate * (1 - forecast) ** 2 + (1 - rate) * forecast ** 2);
}

/**
 * Mean Brier score when each question is forecast by the share of yes among the others:
 * (n/(n-1))²·ȳ(1-ȳ). The in-sample base rate has seen the answer and favours the reference. Counts
 * only; with weights n is the effective number.
 */
export function leaveOneOutBaseRateBrier(table: ProbabilityTable): Measure<number> {
  if (table.n === 0) return NO_FORECASTS;
  const n = table.effectiveN;
  if (n <= 1) return withheld('Leaving one out of one question leaves none.');
  const rate = baseRate(table);
  return measured((n / (n - 1)) ** 2 * rate * (1 - rate));
}

/** Brier skill against the references that need nothing but the outcomes. */
export interface BrierSkill {
  readonly vsUniform: Measure<number>;
  /** In-sample: it knows the share of yes, which no forecaster could. */
  readonly vsInSampleBaseRate: Measure<number>;
  readonly vsLeaveOneOutBaseRate: Measure<number>;
}

export function brierSkill(table: ProbabilityTable): Measure<BrierSkill> {
  if (table.n === 0) return NO_FORECASTS;
  const brier = totalLoss(table, brierLoss) / table.weight;
  const against = (reference: Measure<number>): Measure<number> =>
    reference.reason === null ? skillScore(brier, reference.value) : reference;
  return measured({
    vsUniform: against(constantForecastBrier(table, 0.5)),
    vsInSampleBaseRate: against(constantForecastBrier(table, baseRate(table))),
    vsLeaveOneOutBaseRate: against(leaveOneOutBaseRateBrier(table)),
  });
}
