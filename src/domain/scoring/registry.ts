/** The scoring rules. A new one is a file and a line here. */
import type { Distribution } from '../questions/distribution.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';
import { absoluteError } from './absolute-error.ts';
import { brier } from './brier.ts';
import { brierFractional } from './brier-fractional.ts';
import { brierMulticlass } from './brier-multiclass.ts';
import { brierMulticlassHalf } from './brier-multiclass-half.ts';
import { brierTwoSided } from './brier-two-sided.ts';
import { crps } from './crps.ts';
import { crpsCdfPoints } from './crps-cdf-points.ts';
import { crpsLogDays } from './crps-log-days.ts';
import { crpsOptionEdges } from './crps-option-edges.ts';
import { crpsRangeNormalised } from './crps-range-normalised.ts';
import { crpsSample } from './crps-sample.ts';
import { crpsSampleFair } from './crps-sample-fair.ts';
import { crpsTransformed } from './crps-transformed.ts';
import { dawidSebastiani } from './dawid-sebastiani.ts';
import { elementaryScore } from './elementary-score.ts';
import { intervalScore } from './interval-score.ts';
import { logScore } from './log-score.ts';
import { logScoreDensity } from './log-score-density.ts';
import { logScoreMass } from './log-score-mass.ts';
import { logScoreMulticlass } from './log-score-multiclass.ts';
import { metaculusBaseline } from './metaculus-baseline.ts';
import { orderedBrierGjp } from './ordered-brier-gjp.ts';
import { needsScale } from './ordered-only.ts';
import { quantileCrpsApprox } from './quantile-crps-approx.ts';
import { quantileCrpsWeighted } from './quantile-crps-weighted.ts';
import { rankedLog } from './ranked-log.ts';
import { rps } from './ranked-probability-score.ts';
import { rpsMilestones } from './rps-milestones.ts';
import { rpsNormalised } from './rps-normalised.ts';
import type { ScoringRule } from './scoring-rule.ts';
import { spherical } from './spherical.ts';
import { sphericalMulticlass } from './spherical-multiclass.ts';
import { squaredError } from './squared-error.ts';
import { weightedIntervalScore } from './weighted-interval-score.ts';

const binaryRules = [brier, brierTwoSided, logScore, spherical, elementaryScore, brierFractional];
const choiceRules = [
  brierMulticlass,
  brierMulticlassHalf,
  logScoreMulticlass,
  sphericalMulticlass,
  metaculusBaseline,
];
const scaleRules = [rps, rpsNormalised, orderedBrierGjp, rankedLog, crpsOptionEdges];
const lineRules = [
  crps,
  crpsRangeNormalised,
  crpsTransformed,
  crpsLogDays,
  rpsMilestones,
  crpsCdfPoints,
  crpsSampleFair,
  crpsSample,
  quantileCrpsWeighted,
  quantileCrpsApprox,
  weightedIntervalScore,
  intervalScore,
  dawidSebastiani,
  logScoreDensity,
  logScoreMass,
  absoluteError,
  squaredError,
];

export const scoringRules: readonly ScoringRule[] = [
  ...binaryRules,
  ...choiceRules,
  ...scaleRules,
  ...lineRules,
];

const byKey: ReadonlyMap<string, ScoringRule> = new Map(scoringRules.map((rule) => [rule.key, rule]));

export function scoringRule(key: string): ScoringRule | null {
  return byKey.get(key) ?? null;
}

/** The rules whose scores are stored when an outcome is known, and that reports use unasked. */
export function defaultRules(distribution: Distribution): readonly ScoringRule[] {
  if (distribution.kind === 'continuous') {
    if (distribution.form.kind === 'point') return [absoluteError, squaredError];
    return distribution.form.kind === 'interval' ? [intervalScore] : [crps];
  }
  if (distribution.binary) return [brier, logScore];
  const scale = needsScale(distribution) === null ? [rpsNormalised] : [];
  return [brierMulticlassHalf, logScoreMulticlass, ...scale];
}

const scaleDefaults = [brierMulticlassHalf, logScoreMulticlass, rpsNormalised];
const lineDefaults = [crps, intervalScore, absoluteError, squaredError];
const defaultsOfType: Readonly<Record<QuestionTypeKey, readonly ScoringRule[]>> = {
  binary: [brier, logScore],
  multipleChoice: scaleDefaults,
  numeric: lineDefaults,
  date: lineDefaults,
};

/** Every rule that is a default of some distribution over such questions, in the order of the registry. */
export function defaultRulesOfType(type: QuestionTypeKey): readonly ScoringRule[] {
  return defaultsOfType[type];
}
