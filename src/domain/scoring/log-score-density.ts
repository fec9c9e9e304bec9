/**
 * Logarithmic score of a named density: -ln f(y) in nats, any number, Infinity outside the support.
 * It changes with the unit of y, and is never to be averaged with scores of masses (`log_score_mass`).
 */
import type { Distribution, Observation } from '../questions/distribution.ts';
import { CENSORED, needsForm, partsOf } from './continuous-only.ts';
import { named } from './families/registry.ts';
import { defined, type Score, type ScoringRule, undefinedScore } from './scoring-rule.ts';

const needsFamily = needsForm('family');

/** Why a distribution is not a named one over all numbers (over whole numbers); null where it is. */
export function needsFamilyOf(counts: boolean): (distribution: Distribution) => string | null {
  return (distribution) => {
    const other = needsFamily(distribution);
    if (other !== null || distribution.kind !== 'continuous' || distribution.form.kind !== 'family')
      return other;
    if (named(distribution.form.parameters).counts === counts) return null;
    return counts
      ? 'scores distributions over whole numbers only'
      : 'scores densities, not masses over whole numbers';
  };
}

/** -ln of the density or mass of the named distribution at the outcome. */
export function logScoreOfFamily(distribution: Distribution, observation: Observation): Score {
  const { form, y, censored } = partsOf(distribution, observation, 'family');
  return censored ? undefinedScore(CENSORED) : defined(-named(form.parameters).logDensity(y) + 0);
}

export const logScoreDensity: ScoringRule = {
  key: 'log_score_density',
  title: 'Logarithmic score of a density',
  formula: '-ln f(y)',
  orientation: 'loss',
  range: '-Infinity..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: true,
  questionTypes: ['numeric', 'date'],
  source: 'Good 1952; scoringRules logs_*',
  refuses: needsFamilyOf(false),
  score: logScoreOfFamily,
};
