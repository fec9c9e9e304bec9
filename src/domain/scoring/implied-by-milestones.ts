/** What a forecast of a date says of each "by that day": the binary forecasts that `rps_milestones` scores. */
import type { Prediction } from '../questions/prediction-fields.ts';
import { readPrediction } from '../questions/registry.ts';
import { plainQuestion } from '../questions/scoring-fields.ts';
import { probabilityUpTo } from './cumulative-probability.ts';

export interface ImpliedProbability {
  /** The day, included: `YYYY-MM-DD`. */
  readonly by: string;
  /** That it has come by then, 0..1. */
  readonly probability: number;
}

/**
 * @param milestones of a date question, rising
 * @returns null where the prediction is one interval or a point, which say too little
 */
export function impliedByMilestones(
  milestones: readonly string[],
  prediction: Prediction,
): ImpliedProbability[] | null {
  const question = { ...plainQuestion, type: 'date', milestones } as const;
  const distribution = readPrediction(question, prediction, null);
  if (distribution.kind !== 'continuous' || distribution.milestones === null) return null;
  const implied = milestones.map((by, at) => {
    const probability = probabilityUpTo(distribution.form, distribution.milestones?.[at] as number);
    return { by, probability };
  });
  return implied.every((one): one is ImpliedProbability => one.probability !== null) ? implied : null;
}
