/**
 * Ranked probability score of a date over the milestones that its question declares: each "by date D"
 * is a binary forecast, of probability F(D), and the score is the mean of their Brier scores. No unit,
 * 0..1, loss; comparable between questions of different milestones.
 *
 * An outcome of which only "not before c" is known answers the milestones before c, with no; the
 * others are left out. That is proper where all of them are before c, as they are when somebody has
 * looked up to the horizon: a milestone beyond could only be answered with yes, which would reward
 * saying so. Questions therefore refuse milestones after `resolvesBy`.
 */
import type { ContinuousForm, Distribution } from '../questions/distribution.ts';
import { compensatedMean } from './compensated-sum.ts';
import { continuousParts } from './continuous-only.ts';
import { needsDistribution } from './crps.ts';
import { probabilityUpTo } from './cumulative-probability.ts';
import { defined, type ScoringRule, undefinedScore } from './scoring-rule.ts';

/**
 * @param milestones days, rising @param y the day, or the day before which it had not happened
 * @returns null where no milestone is answered
 */
export function rpsMilestonesOf(
  form: ContinuousForm,
  milestones: readonly number[],
  y: number,
  censored: boolean,
): number | null {
  const answered = censored ? milestones.filter((day) => day < y) : milestones;
  if (answered.length === 0) return null;
  return compensatedMean(
    answered.map((day) => {
      const happened = !censored && y <= day ? 1 : 0;
      return ((probabilityUpTo(form, day) as number) - happened) ** 2;
    }),
  );
}

function needsMilestones(distribution: Distribution): string | null {
  const reason = needsDistribution(distribution);
  if (reason !== null) return reason;
  return distribution.kind === 'continuous' && distribution.milestones !== null
    ? null
    : 'needs a date question that declares milestones';
}

export const rpsMilestones: ScoringRule = {
  key: 'rps_milestones',
  title: 'Ranked probability score of a date over its milestones',
  formula: '1/M Σ_m (F(D_m) - 1{y <= D_m})^2 over the milestones D_m whose answer is known',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'proper',
  local: false,
  questionTypes: ['date'],
  source: 'Epstein 1969; Brier 1950, of each "by date D"',
  refuses: needsMilestones,
  score: (distribution, observation) => {
    const { distribution: line, y, censored } = continuousParts(distribution, observation);
    const value = rpsMilestonesOf(line.form, line.milestones ?? [], y, censored);
    return value === null
      ? undefinedScore('the outcome is only known not to lie before a date that no milestone is before')
      : defined(value);
  },
};
