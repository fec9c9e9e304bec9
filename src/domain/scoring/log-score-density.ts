/**
 * Logarithmic score of a named density: -ln f(y) in nats, any number, Infinity outside the support.
 * It changes with the unit of y, and is never to be averaged with scores of masses (`log_score_mass`).
 */
import type { Distribution, Observation } from '../questions/distribution.ts';
import type { DistributionFamily } from '../questions/distribution-family.ts';
import { LARGEST_SCORE, lineRule, needsForm, partsOf, TOO_LARGE } from './continuous-only.ts';
import { probabilityAbove } from './families/censored-crps.ts';
import { named } from './families/registry.ts';
import { defined, type Score, undefinedScore } from './scoring-rule.ts';

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

/** Families that give every number a density. */
const EVERYWHERE: ReadonlySet<DistributionFamily['family']> = new Set([
  'normal',
  'logistic',
  'laplace',
  'studentT',
  'twoPieceNormal',
  'normalMixture',
]);

/**
 * -ln of the density or mass of the named distribution at the outcome; of a date that had not come by the
 * horizon, -ln of the probability of that (the censored likelihood of Diks, Panchenko & van Dijk 2011).
 */
export function logScoreOfFamily(distribution: Distribution, observation: Observation): Score {
  const { form, y, censored } = partsOf(distribution, observation, 'family');
  const { parameters } = form;
  if (censored) return defined(-Math.log(probabilityAbove(parameters, y)) + 0);
  const score = -named(parameters).logDensity(y);
  // Where every number can come, the density is never 0, only smaller than there are numbers for.
  const beyond = EVERYWHERE.has(parameters.family) && Math.abs(score) > LARGEST_SCORE;
  return beyond ? undefinedScore(TOO_LARGE) : defined(score + 0);
}

export const logScoreDensity = lineRule({
  key: 'log_score_density',
  title: 'Logarithmic score of a density',
  formula: '-ln f(y); of a date that had not come by the horizon, -ln P(later or never)',
  orientation: 'loss',
  range: '-Infinity..Infinity',
  unit: 'nat',
  proper: 'strict',
  local: true,
  questionTypes: ['numeric', 'date'],
  source: 'Good 1952; scoringRules logs_*',
  refuses: needsFamilyOf(false),
  score: logScoreOfFamily,
});
