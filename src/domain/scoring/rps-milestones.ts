/**
 * Ranked probability score of a date over the milestones that its question declares: each "by date D"
 * is a binary forecast, of probability F(D), and the score is the mean of their Brier scores. No unit,
 * 0..1, loss; comparable between questions of different milestones.
 *
 * The milestones are those within the horizon of the question, whatever the outcome. Where an outcome of
 * which only "not before c" is known leaves one of them open there is no score: the open ones could only
 * ever be answered with yes, which would reward saying so. Questions refuse milestones after `resolvesBy`.
 */
import type { ContinuousForm, Distribution } from '../questions/distribution.ts';
import { compensatedMean } from './compensated-sum.ts';
import { continuousParts } from './continuous-only.ts';
import { needsDistribution } from './crps.ts';
import { probabilityUpTo } from './cumulative-probability.ts';
import { defined, type ScoringRule, undefinedScore } from './scoring-rule.ts';

/**
 * @param milestones days, rising @param y the day, or the day before which it had not happened
 * @returns null where a milestone is not answered, or there is none
 */
export function rpsMilestonesOf(
  form: ContinuousForm,
  milestones: readonly number[],
  y: number,
  censored: boolean,
): number | null {
  const open = censored && milestones.some((day) => day >= y);
  if (open || milestones.length === 0) return null;
  return compensatedMean(
    milestones.map((day) => {
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
  formula: '1/M Σ_m (F(D_m) - 1{y <= D_m})^2 over the milestones D_m',
  orientation: 'loss',
  range: '0..1',
  unit: null,
  proper: 'proper',
  local: false,
  questionTypes: ['date'],
  source: 'Epstein 1969; Brier 1950, of each "by date D"',
  refuses: needsMilestones,
  score: (distribution, observation) => {
    const { distribution: line, y, censored, end } = continuousParts(distribution, observation);
    const milestones = line.milestones ?? [];
    const within = line.horizon === null ? milestones : milestones.filter((day) => day < (end as number));
    const value = rpsMilestonesOf(line.form, within, y, censored);
    return value === null
      ? undefinedScore(
          'the outcome is only known not to lie before a date, and does not answer every milestone',
        )
      : defined(value);
  },
};
