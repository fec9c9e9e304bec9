import { compensatedMean } from '../../scoring/compensated-sum.ts';
import { undefinedRatio } from '../intervals/skill-interval.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';

/** Skill 1 - S/S_ref of two mean losses on the same rows; null where the reference is 0 or infinite. */
export function skillScore(meanScore: number, meanReference: number): Measure<number> {
  const refusal = undefinedRatio(meanReference);
  return refusal ? withheld(refusal) : measured(1 - meanScore / meanReference);
}

export interface RelativeScore {
  /** Mean of own loss minus the reference's on the same rows; below 0 is better than the reference. */
  readonly meanDifference: number;
  readonly skill: Measure<number>;
}

/** A forecaster against a reference, row by row (Good Judgment's relative Brier with the crowd's median). */
export function relativeToReference(
  scores: readonly number[],
  reference: readonly number[],
): Measure<RelativeScore> {
  if (scores.length === 0) return NO_FORECASTS;
  const own = compensatedMean(scores);
  const other = compensatedMean(reference);
  const differences = scores.map((score, row) =>
    score === reference[row] ? 0 : score - (reference[row] as number),
  );
  const meanDifference = compensatedMean(differences);
  if (Number.isNaN(meanDifference)) return withheld('Both sides have infinite scores on different rows.');
  return measured({ meanDifference, skill: skillScore(own, other) });
}
